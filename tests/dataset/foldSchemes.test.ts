import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {Dataset} from "../../dataset/dataset.js";
import {describeFolds, neverHeldOut, rowsOfFolds} from "../../dataset/foldRows.js";
import {makeFolds, readFolds} from "../../dataset/foldsFile.js";
import {groupFolds} from "../../dataset/groupFolds.js";
import {parseTimes, timeFolds} from "../../dataset/timeFolds.js";
import {RandomSource} from "../../src/lib/random.js";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "schemes-"));
});
afterEach(() => rm(directory, {recursive: true}));

const random = new RandomSource(3);
const rows = 600;
const target = Uint8Array.from({length: rows}, () => (random.integer(10) === 0 ? 1 : 0));
const dataset = new Dataset({
  schema: {idColumn: "id", targetColumn: "y", features: ["x"]},
  ids: Array.from({length: rows}, (_, row) => `r${row}`),
  target,
  columns: [new Float64Array(rows)],
  digest: "0"
});

describe("folds by group", () => {
  const groups = Array.from({length: rows}, () => `g${random.integer(40)}`);

  test("keep a group together, and share rows and classes about equally", () => {
    const assignments = groupFolds(target, groups, {folds: 5});
    const foldOf = new Map<string, number>();
    for (const [row, group] of groups.entries()) {
      expect(foldOf.get(group) ?? assignments[row]).toBe(assignments[row]);
      foldOf.set(group, assignments[row] ?? -1);
    }
    const positives = target.reduce((sum, label) => sum + label, 0);
    for (let fold = 0; fold < 5; ++fold) {
      const own = target.filter((_, row) => assignments[row] === fold);
      expect(own.length / rows).toBeCloseTo(0.2, 1);
      expect(own.reduce((sum, label) => sum + label, 0) / positives).toBeCloseTo(0.2, 1);
    }
  });

  test("are the same for the same seed, and need as many groups", () => {
    expect(groupFolds(target, groups, {seed: 1})).toEqual(groupFolds(target, groups, {seed: 1}));
    expect(groupFolds(target, groups, {seed: 1})).not.toEqual(groupFolds(target, groups, {seed: 2}));
    expect(() => groupFolds(Uint8Array.of(0, 1), ["a", "a"], {folds: 2})).toThrow("but there are 1.");
  });
});

describe("folds by time", () => {
  const times = Float64Array.of(5, 1, 4, 2, 3, 6, 8, 7);

  test("train on what was before, in all blocks or in a window of them", () => {
    const plain = (options: {folds: number; window?: number}) =>
      timeFolds(times, options).map(({training, validation}) => [
        Array.from(training, (row) => times[row]).sort(),
        Array.from(validation, (row) => times[row]).sort()
      ]);
    expect(plain({folds: 3})).toEqual([
      [
        [1, 2],
        [3, 4]
      ],
      [
        [1, 2, 3, 4],
        [5, 6]
      ],
      [
        [1, 2, 3, 4, 5, 6],
        [7, 8]
      ]
    ]);
    expect(plain({folds: 3, window: 1})).toEqual([
      [
        [1, 2],
        [3, 4]
      ],
      [
        [3, 4],
        [5, 6]
      ],
      [
        [5, 6],
        [7, 8]
      ]
    ]);
  });

  test("never part rows of the same time", () => {
    const [first, second] = timeFolds(Float64Array.of(1, 1, 1, 1, 2, 2, 3), {folds: 2});
    expect([first?.training.length, first?.validation.length, second?.validation.length]).toEqual([4, 2, 1]);
    expect(() => timeFolds(Float64Array.of(1, 1, 2), {folds: 2})).toThrow("but there are 2.");
  });

  test("take numbers and dates, and say which row has neither", () => {
    const read = (...texts: string[]) => [...parseTimes(texts, {column: "when"})];
    expect(read("2", "10", "-1.5")).toEqual([2, 10, -1.5]);
    expect(read("2024-02-29", "2024-03-01T06:00", "2024-03-01 06:00:00+01:00")).toEqual([
      Date.UTC(2024, 1, 29),
      Date.UTC(2024, 2, 1, 6),
      Date.UTC(2024, 2, 1, 5)
    ]);
    expect(() => read("1", "", "3")).toThrow("Row 2, column `when` is empty");
    expect(() => read("2024-01-01", "01.02.2024")).toThrow("Row 2, column `when` is “01.02.2024”");
  });
});

describe("folds.csv", () => {
  test("holds folds by time, with rows that are never held out, and is read back", async () => {
    const times = Float64Array.from({length: rows}, (_, row) => rows - row);
    const folds = await makeFolds(dataset, {directory, folds: 4, times});
    expect(folds.assignments.filter((fold) => fold === neverHeldOut)).toHaveLength(rows / 5);
    const path = join(directory, "folds.csv");
    expect((await readFile(path, "utf8")).split("\n").slice(0, 2)).toEqual([
      "id,fold_0,fold_1,fold_2,fold_3",
      "r0,,,,validate"
    ]);
    expect(await readFolds(path, dataset)).toEqual(folds);
    expect(describeFolds(folds)).toBe(
      "120 of 600 rows are never held out; each model is trained on a part of the other rows"
    );
  });

  test("holds repeated folds, in each of which every row is held out once", async () => {
    const folds = await makeFolds(dataset, {directory, folds: 3, repeats: 2});
    expect(await readFolds(join(directory, "folds.csv"), dataset)).toEqual(folds);
    const held = rowsOfFolds(folds).map(({validation}) => [...validation]);
    expect(held.slice(0, 3).flat().sort()).toEqual([...target.keys()].sort());
    expect(held[3]).not.toEqual(held[0]);
    expect(describeFolds(folds)).toBe("rows are held out 2 times");
  });

  test("may leave rows of one's own out of validation", async () => {
    const path = join(directory, "folds.csv");
    const text = dataset.ids.map((id, row) => `${id},${row < 50 ? "train" : row % 2}\n`).join("");
    await writeFile(path, `id,kfold\n${text}`);
    const folds = await readFolds(path, dataset);
    const [first] = rowsOfFolds(folds);
    expect([first?.training.length, first?.validation.length]).toEqual([325, 275]);
    expect(describeFolds(folds)).toBe("50 of 600 rows are never held out");
  });

  test.each([
    ["another word", "test", "folds-malformed", "it must be train, validate or empty"],
    ["no row to train on", "", "fold-one-class", "has no row with target 0 to train on"]
  ])("with %s for a fold is refused", async (_, word, code, message) => {
    const path = join(directory, "folds.csv");
    const text = dataset.ids
      .map((id, row) => `${id},${row % 2 ? "validate" : word},${row % 2 ? "train" : "validate"}\n`)
      .join("");
    await writeFile(path, `id,fold_0,fold_1\n${text}`);
    await expect(readFolds(path, dataset)).rejects.toMatchObject({code, message: expect.stringContaining(message)});
  });
});
