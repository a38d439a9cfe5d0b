import {expect, test} from "vitest";
import {demoCsv} from "../../../data-loaders/demo/demoCsv.js";
import {DemoSampler, demoWidths} from "../../../data-loaders/demo/demoSampler.js";
import {RepeatPlanter, repeatLogOdds} from "../../../data-loaders/demo/repeats.js";
import {realRows} from "../../../src/lib/features/realRows.js";
import {auc, thresholdCurve} from "../../../src/lib/metrics/thresholdCurve.js";

function textOf(file: Parameters<typeof demoCsv>[0]): string {
  const decoder = new TextDecoder();
  return [...demoCsv(file)].map(({bytes}) => decoder.decode(bytes)).join("");
}

const columnsOf = (text: string, first: number) => {
  const rows = text
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").slice(first).map(Number));
  return (rows[0] ?? []).map((_, column) => Float64Array.from(rows, (row) => row[column] ?? Number.NaN));
};

test("planted repeats are the same at every time, and leave the plain demo data as it is", () => {
  const train = {name: "train", rows: 50, seed: 3} as const;
  const planted = textOf({...train, repeats: true});
  expect(planted).toBe(textOf({...train, repeats: true}));
  const [plainColumns, columns] = [columnsOf(textOf(train), 2), columnsOf(planted, 2)];
  const changed = columns.flatMap((column, index) =>
    column.some((value, row) => value !== plainColumns[index]?.[row]) ? [index] : []
  );
  expect(changed.length).toBeGreaterThan(20);
  expect(changed.every((index) => index % 8 === 0)).toBe(true);
});

test("half of the test rows are copied together, and are found by it", () => {
  const columns = columnsOf(textOf({name: "test", rows: 400, seed: 3, repeats: true}), 1);
  const real = realRows(columns);
  expect(real[0]?.length).toBe(200);
});

test("with what is planted, the best possible AUC is 0.938 in place of 0.915", () => {
  const rows = 40_000;
  const sampler = new DemoSampler(1, 0);
  const planter = new RepeatPlanter(1, 0, demoWidths);
  const target = new Uint8Array(rows);
  const scores = [new Float64Array(rows), new Float64Array(rows)] as const;
  for (let row = 0; row < rows; ++row) {
    sampler.next();
    const label = sampler.target();
    target[row] = label;
    const moved = planter.plant(sampler.units, label);
    scores[0][row] = 1 / (1 + Math.exp(-sampler.logOdds));
    scores[1][row] = 1 / (1 + Math.exp(-sampler.logOdds - repeatLogOdds(moved, sampler.units.length)));
  }
  const [plain = 0, planted = 0] = scores.map((probabilities) => auc(thresholdCurve(target, probabilities)));
  // A standard error of the AUC is 0.0025 here.
  expect(Math.abs(plain - 0.915)).toBeLessThan(0.006);
  expect(Math.abs(planted - 0.9385)).toBeLessThan(0.006);
});
