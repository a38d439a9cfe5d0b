import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {ensureBuilt} from "../build.js";
import {type LightGBM, loadLightGBM, type PredictionKind} from "../src/index.js";
import {baseParams, type Case, cases, iterations} from "./cases.js";
import {readLines} from "./fixtures.js";
import {digestNumbers, digestText, type Outcome} from "./outcome.js";
import {type Table, tables, trainingRows} from "./tables.js";

// Made by bench/lightgbm/fixtures.ts with the wheel that `pip install lightgbm` gives; wheel.test.ts holds it to that.
const expected = await readLines<Outcome>("wheel.jsonl", "case");

beforeAll(() => ensureBuilt(), 1_200_000);

describe.each([1, 2, 5])("with %i threads a training gives what Python's wheel does, to the last bit", (threads) => {
  let lightgbm: LightGBM;
  beforeAll(async () => {
    lightgbm = await loadLightGBM(undefined, {threads});
  });
  afterAll(() => lightgbm.free());

  for (const [name, testCase] of Object.entries(cases)) {
    it(name, async () => {
      expect(await outcome(lightgbm, testCase)).toEqual(expected.get(name));
    });
  }
});

/** What a training comes to: its model, evaluations and predictions. */
async function outcome(lightgbm: LightGBM, {table, params: caseParams}: Case): Promise<Outcome> {
  const data = tables[table]();
  const {columns, categoricalFeatures} = data;
  const params = {...baseParams, ...caseParams};
  const common = {columns, categoricalFeatures};
  using training = lightgbm.dataset({...common, ...part(data, 0, trainingRows), params});
  using validation = lightgbm.dataset({...common, ...part(data, trainingRows), reference: training});
  const evaluations: number[] = [];
  using booster = await lightgbm.train(params, training, {
    numIterations: iterations,
    validSets: {training, validation},
    onIteration: ({evaluations: sets}) => evaluations.push(...Object.values(sets).flatMap(Object.values))
  });
  const predict = (kind: PredictionKind) => digestNumbers(booster.predict({columns}, {kind}));
  const scores = {normal: predict("probability"), raw: predict("raw")};
  // Trees are the same to the last digit when they are compiled, too.
  if (!params.linear_tree) {
    booster.compile();
    expect({normal: predict("probability"), raw: predict("raw")}).toEqual(scores);
  }
  return {
    text: digestText(booster.toString()),
    evaluations: digestNumbers(Float64Array.from(evaluations)),
    ...scores,
    leaf: predict("leaf"),
    ...(params.linear_tree ? {} : {contributions: predict("contributions")})
  };
}

/** What belongs to the rows [start, end), apart from the columns. */
function part(
  data: Table,
  start: number,
  end = data.label.length
): Omit<Parameters<LightGBM["dataset"]>[0], "columns"> & {rows: Uint32Array} {
  const rows = Uint32Array.from({length: end - start}, (_, i) => start + i);
  const {label, weight, initScore, group, position} = data;
  const perGroup = group?.[0] ?? 1;
  return {rows, label, weight, initScore, position, group: group?.slice(start / perGroup, end / perGroup)};
}
