import {expect, test} from "vitest";
import {combineStumps} from "../../../../src/lib/trees/combineStumps.js";
import {mergeFolds} from "../../../../src/lib/trees/mergeFolds.js";
import {parseTreeEnsemble} from "../../../../src/lib/trees/parse.js";
import {predictRaw} from "../../../../src/lib/trees/predict.js";
import {modelText, rows} from "../../../fixtures/trees/fixture.js";

const stumps = parseTreeEnsemble(mergeFolds([modelText("stumps"), modelText("stumps")]));

test("stumps with the same split become one", () => {
  const questions = stumps.trees.map(({splitFeature, threshold, decision}) =>
    JSON.stringify([splitFeature, threshold, decision])
  );
  expect(combineStumps(stumps).trees).toHaveLength(new Set(questions).size);
  expect(new Set(questions).size).toBeLessThan(stumps.trees.length / 2);
});

test.each(["stumps", "constant", "missing-nan", "categorical", "random-forest"])("%s scores the same", (name) => {
  const ensemble = parseTreeEnsemble(modelText(name));
  for (const row of rows) expect(predictRaw(combineStumps(ensemble), row)).toBeCloseTo(predictRaw(ensemble, row), 14);
});

test("stumps that treat missing values differently, or split elsewhere, stay apart", () => {
  const [tree] = stumps.trees;
  const [decision] = tree.decision;
  const others = [
    {...tree, decision: [{...decision, defaultLeft: !decision.defaultLeft}]},
    {...tree, decision: [{...decision, missing: "none" as const}]},
    {...tree, threshold: [tree.threshold[0] + 1]},
    {...tree, threshold: [Number.POSITIVE_INFINITY]},
    {...tree, splitFeature: [tree.splitFeature[0] + 1]}
  ];
  expect(combineStumps({...stumps, trees: [tree, ...others, tree]}).trees).toHaveLength(6);
});

test("larger trees and averaged trees are left alone", () => {
  for (const name of ["missing-nan", "random-forest"]) {
    const ensemble = parseTreeEnsemble(modelText(name));
    expect(combineStumps(ensemble)).toEqual(ensemble);
  }
});

test("the ensemble that was given is not changed", () => {
  const before = structuredClone(stumps.trees[0].leafValue);
  combineStumps(stumps);
  expect(stumps.trees[0].leafValue).toEqual(before);
});
