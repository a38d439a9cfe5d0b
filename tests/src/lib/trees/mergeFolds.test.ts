import {expect, test} from "vitest";
import {mergeFolds} from "../../../../src/lib/trees/mergeFolds.js";
import {parseTreeEnsemble} from "../../../../src/lib/trees/parse.js";
import {predictRaw} from "../../../../src/lib/trees/predict.js";
import {modelText, predictionsOf, rows} from "../../../fixtures/trees/fixture.js";

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

// The folds have four to six and three to five trees.
test.each(["fold", "forest-fold"])("the merged %s models score the mean of the folds' raw scores", (kind) => {
  const names = [0, 1, 2].map((fold) => `${kind}-${fold}`);
  const merged = parseTreeEnsemble(mergeFolds(names.map(modelText)));
  for (const [index, row] of rows.entries()) {
    expect(predictRaw(merged, row)).toBeCloseTo(mean(names.map((name) => predictionsOf(name).raw[index])), 14);
  }
});

test("forests of the same size keep their leaf values to the last digit", () => {
  const text = modelText("random-forest");
  const merged = parseTreeEnsemble(mergeFolds([text, text]));
  const single = parseTreeEnsemble(text);
  expect(merged.trees).toEqual([...single.trees, ...single.trees]);
});

test("one fold comes back as it was, the sums of hessians aside", () => {
  const text = modelText("missing-nan");
  const lines = (text: string) =>
    text.split("\n").filter((line) => !/^(tree_sizes|(leaf|internal)_weight)=/.test(line));
  expect(lines(mergeFolds([text]))).toEqual(lines(text));
  expect(mergeFolds([text])).not.toContain("_weight=");
});

test("the header says how many bytes each tree has", () => {
  const merged = mergeFolds([modelText("fold-0"), modelText("fold-1")]);
  const sizes =
    merged
      .match(/^tree_sizes=(.*)$/m)?.[1]
      .split(" ")
      .map(Number) ?? [];
  expect(sizes).toHaveLength(9);
  let position = merged.indexOf("Tree=0");
  for (const [index, size] of sizes.entries()) {
    expect(merged.slice(position, position + 10)).toMatch(`Tree=${index}\n`);
    position += size;
  }
  expect(merged.slice(position)).toMatch(/^end of trees/);
});

test("ranges of features cover all folds and split counts are summed", () => {
  const merged = mergeFolds([modelText("fold-0"), modelText("fold-1")]);
  const range = (text: string) =>
    text
      .match(/feature_infos=\[([^:]+):([^\]]+)\]/)
      ?.slice(1)
      .map(Number) ?? [];
  const splits = (text: string) => Number(text.match(/^feature_0=(\d+)$/m)?.[1]);
  const folds = [modelText("fold-0"), modelText("fold-1")];
  expect(range(merged)).toEqual([
    Math.min(...folds.map((text) => range(text)[0])),
    Math.max(...folds.map((text) => range(text)[1]))
  ]);
  expect(splits(merged)).toBe(splits(folds[0]) + splits(folds[1]));
});

test("models that cannot be averaged are refused", () => {
  expect(() => mergeFolds([])).toThrow(expect.objectContaining({code: "folds-empty"}));
  expect(() => mergeFolds([modelText("fold-0"), modelText("forest-fold-0")])).toThrow(/only one is a random forest/);
  expect(() => mergeFolds([modelText("fold-0"), modelText("stumps")])).toThrow(
    expect.objectContaining({code: "folds-differ", place: expect.objectContaining({column: "objective"})})
  );
});
