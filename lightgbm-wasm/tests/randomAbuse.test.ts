import {beforeAll, describe, expect, it} from "vitest";
import {ensureBuilt} from "../build.js";
import {
  type Booster,
  compileTables,
  contributions,
  type Dataset,
  type LightGBM,
  LightGBMError,
  loadLightGBM,
  type Scorer,
  type Trainer,
  valueCounts
} from "../src/index.js";
import {loadScorer} from "../src/scorer/index.js";
import {binaryData, random} from "./data.js";
import {processorSeconds} from "./processorSeconds.js";

/** `npm run exhaustive -w lightgbm-wasm` sets 2,000. */
const abuseCount = Number(process.env.LIGHTGBM_ABUSES ?? 200);

let instances: LightGBM[];

beforeAll(async () => {
  await ensureBuilt();
  instances = await Promise.all([loadLightGBM(), loadLightGBM()]);
}, 1_200_000);

const params = {objective: "binary", metric: "auc", num_leaves: 5, min_data_in_leaf: 5, num_iterations: 3};
const {columns, label} = binaryData(200, 4);
const sparse = {format: "csr" as const, shape: [2, 4] as const, indptr: [0, 1, 2], indices: [0, 1], data: [1, 2]};
const rightRow = Float64Array.of(1, 2, 3, 4);

const next = random(5);
const below = (limit: number): number => Math.floor(limit * next());
const pick = <T>(values: readonly T[]): T => values[below(values.length)];
const values = [-1, 0, 0.5, 1, 3, 199, 200, 2 ** 31, 2 ** 32, Number.NaN, 1 / 0, null, undefined, "2", {}, [], "x"];
/** What a caller without types may give, sometimes right. */
const odd = (): never => pick(values as never[]);

/** What there is to be misused: some of it freed, some of another instance. */
interface Things {
  datasets: Dataset[];
  boosters: Booster[];
  trainers: Trainer[];
  scorers: Scorer[];
}

const make = (instance: LightGBM): Dataset => instance.dataset({columns, label, params});

async function makeThings(): Promise<Things> {
  const datasets = instances.flatMap((instance) => [make(instance), make(instance)]);
  const boosters = await Promise.all(instances.map((instance, i) => instance.train(params, datasets[2 * i])));
  const trainers = instances.map((instance, i) => instance.trainer(params, datasets[2 * i]));
  return {datasets, boosters, trainers, scorers: boosters.map((booster) => booster.compile())};
}

/** Calls on what may have been freed, with what may be anything. */
function actionsOn({datasets, boosters, trainers, scorers}: Things): (() => unknown)[] {
  const [instance, dataset, booster] = [() => pick(instances), () => pick(datasets), () => pick(boosters)];
  const [trainer, scorer] = [() => pick(trainers), () => pick(scorers)];
  const renew = async (): Promise<void> => {
    const place = below(2);
    datasets[2 * place] = make(instances[place]);
    boosters[place] = await instances[place].train(params, datasets[2 * place]);
    trainers[place] = instances[place].trainer(params, datasets[2 * place]);
    scorers[place] = boosters[place].compile();
  };
  return [
    renew,
    () => pick([dataset, booster, trainer])().free(),
    ...[
      () => dataset().binCount(odd()),
      () => dataset().subset([odd(), odd()]).free(),
      () => instance().datasetFromBinary(dataset().toBinary().subarray(0, below(4000)), params),
      () =>
        instance()
          .dataset({columns: [[odd(), odd()]], label: [odd(), odd()]})
          .free(),
      () =>
        instance()
          .dataset({columns, label, reference: dataset(), rows: [odd()]})
          .free(),
      () =>
        instance()
          .dataset({matrix: new Float64Array(12), columnCount: odd(), group: [odd()]})
          .free(),
      () =>
        instance()
          .dataset({columns, label, categoricalFeatures: [odd()], featureNames: [odd()]})
          .free(),
      () =>
        instance()
          .dataset({columns, label, classWeight: odd(), position: [odd()], initScore: [odd()]})
          .free(),
      () =>
        instance()
          .dataset({...sparse, [pick(Object.keys(sparse))]: odd(), label: [0, 1]})
          .free(),
      () =>
        instance()
          .dataset({...sparse, indptr: [0, odd(), 2], indices: [odd(), 1], label: [0, 1]})
          .free(),
      () =>
        instance()
          .datasetBuilder({rowCount: pick([1, 5, odd()]), reference: dataset()})
          .push({columns})
    ],
    ...[
      () => instance().train({...params, num_leaves: odd()}, dataset(), {validSets: {v: dataset()}}),
      () => instance().train(params, dataset(), {numIterations: odd(), earlyStoppingRounds: odd()}),
      () => instance().train(params, dataset(), {resetParams: () => ({learning_rate: odd()})}),
      () => instance().cv(params, dataset(), {folds: [{training: [odd(), 2], validation: [odd()]}]}),
      () => instance().cv(params, dataset(), {folds: odd()}),
      () => instance().cv(params, dataset(), {folds: {count: pick([2, odd()]), groups: odd(), seed: odd()}}),
      () => instance().refit(booster(), {columns, label, decayRate: odd()}).free(),
      () =>
        instance()
          .trainer(params, dataset(), {validSets: {v: dataset()}})
          .free(),
      () => trainer().update(),
      () => trainer().rollback(),
      () => trainer().evaluate(),
      () => trainer().resetParams({learning_rate: odd()}),
      () => trainer().resetParams({[pick(["num_leaves", "max_bin", "num_class"])]: odd()})
    ],
    ...[
      () => booster().predict({columns}, {startIteration: odd(), numIteration: odd()}),
      () => booster().predict({columns: columns.slice(0, 1 + below(4)), rows: [odd()]}),
      () => booster().predict({columns: odd()}),
      () => booster().predict({matrix: odd(), columnCount: pick([4, odd()]), order: odd()}),
      () => booster().predict({...sparse, [pick(Object.keys(sparse))]: odd()}),
      () => booster().toString({startIteration: odd(), importance: odd()}),
      () => booster().rowPredictor({kind: odd()}),
      () => booster().rowPredictor().predict([odd(), 1, 2, 3]),
      () => booster().rowPredictor().predict(odd()),
      () => booster().leafValue(odd(), odd()),
      () => booster().setLeafValue(below(3), below(5), odd()),
      () => booster().splitValueHistogram(odd(), odd()),
      () => booster().featureImportance(odd(), {numIteration: odd()}),
      () => booster().treesToTable(),
      () => instance().boosterFromString(odd())
    ],
    ...[
      () => booster().compile({startIteration: odd(), numIteration: odd(), sumStumps: odd()}),
      () => booster().compile({histogramEdges: odd()}),
      () => booster().compile({histogramEdges: [[odd(), odd()], [], [], [0, 1]]}),
      () => scorer().predict({columns: odd()}),
      () => scorer().predict({columns, rows: [odd()]}, {kind: odd(), countValues: odd()}),
      () => scorer().predict({matrix: pick([rightRow, odd()]), columnCount: pick([4, odd()]), order: odd()}),
      () => scorer().predictRow(pick([rightRow, odd()]), {kind: odd()}),
      () => contributions(scorer(), {matrix: odd(), columnCount: 4}),
      () => valueCounts(scorer(), {reset: odd()}),
      () => loadScorer(odd()),
      () => loadScorer(compileTables(scorer()).subarray(0, below(3000)))
    ]
  ];
}

describe("random mistakes, on freed and foreign objects, too", () => {
  it(`end no instance in ${abuseCount} tries: each is an error with a sentence, or done`, async () => {
    const actions = actionsOn(await makeThings());
    const outcomes = {done: 0, refused: 0, freed: 0};
    for (let i = 0; i < abuseCount; ++i) {
      const action = pick(actions);
      const start = processorSeconds();
      try {
        await action();
        ++outcomes.done;
      } catch (error) {
        const {message} = error as Error;
        if (/crashed|cannot be used/.test(message)) throw new Error(`abuse ${i}: ${action} ${message}`);
        expect(error, `abuse ${i}: ${action} ${message}`).toBeInstanceOf(LightGBMError);
        ++outcomes[/has been freed|another instance/.test(message) ? "freed" : "refused"];
      }
      expect(processorSeconds() - start, `abuse ${i}: ${action}`).toBeLessThan(1);
    }
    // Most of them reach what they misuse.
    expect(outcomes.freed).toBeLessThan(abuseCount / 4);
    expect(outcomes.done).toBeGreaterThan(abuseCount / 10);
    for (const instance of instances) {
      using dataset = make(instance);
      using booster = await instance.train(params, dataset);
      expect(booster.predict({columns})).toHaveLength(200);
    }
  }, 600_000);
});
