import {beforeAll, describe, expect, it} from "vitest";
import {ensureBuilt} from "../build.js";
import {type Booster, type LightGBM, loadLightGBM} from "../src/index.js";
import {binaryData} from "./data.js";
import {tables} from "./tables.js";

let lightgbm: LightGBM;

beforeAll(async () => {
  await ensureBuilt();
  lightgbm = await loadLightGBM();
}, 1_200_000);

const {columns, label} = binaryData(300, 4);

async function trained(more: object = {}): Promise<Booster> {
  const params = {objective: "binary", num_leaves: 6, min_data_in_leaf: 5, num_iterations: 4};
  using dataset = lightgbm.dataset({columns, label, featureNames: ["a", "b", "c", "d"], params, ...more});
  return lightgbm.train(params, dataset);
}

describe("the trees of a booster", () => {
  it("come as a table, in which every node is named by its parent", async () => {
    using booster = await trained();
    const table = booster.treesToTable();
    expect(booster.treeCount).toBe(4);
    expect(table).toHaveLength(4 * (6 + 5));
    const byIndex = new Map(table.map((row) => [row.nodeIndex, row]));
    expect(byIndex.size).toBe(table.length);
    for (const {nodeIndex, leftChild, rightChild, count, nodeDepth} of table) {
      if (leftChild === undefined || rightChild === undefined) continue;
      const children = [byIndex.get(leftChild), byIndex.get(rightChild)];
      for (const child of children) expect(child).toMatchObject({parentIndex: nodeIndex, nodeDepth: nodeDepth + 1});
      expect(children.reduce((sum, child) => sum + (child?.count ?? 0), 0)).toBe(count);
    }
    expect(table[0]).toMatchObject({treeIndex: 0, nodeDepth: 1, nodeIndex: "0-S0", decisionType: "<=", count: 300});
    expect(table[0]).not.toHaveProperty("parentIndex");
  });

  it("tell where a feature is split", async () => {
    using booster = await trained();
    const thresholds = booster
      .treesToTable()
      .filter(({splitFeature}) => splitFeature === "a")
      .map(({threshold}) => Number(threshold));
    const {counts, edges} = booster.splitValueHistogram("a", 3);
    expect(counts).toHaveLength(3);
    expect(counts.reduce((a, b) => a + b)).toBe(thresholds.length);
    expect([edges[0], edges[3]]).toEqual([Math.min(...thresholds), Math.max(...thresholds)]);
    expect(booster.splitValueHistogram(0)).toEqual(booster.splitValueHistogram("a"));
    expect(() => booster.splitValueHistogram("z")).toThrow('no feature "z"');
  });

  it("have leaves whose values can be read and set", async () => {
    using booster = await trained();
    const before = booster.predict({columns}, {kind: "raw"});
    const leaves = booster.predict({columns}, {kind: "leaf"});
    const value = booster.leafValue(2, 1);
    booster.setLeafValue(2, 1, value + 0.5);
    expect(booster.leafValue(2, 1)).toBe(value + 0.5);
    const after = booster.predict({columns}, {kind: "raw"});
    for (const [row, score] of after.entries()) {
      expect(score).toBeCloseTo(before[row] + (leaves[row * 4 + 2] === 1 ? 0.5 : 0), 12);
    }
    const {lower, upper} = booster.scoreBounds;
    expect(Math.min(...after)).toBeGreaterThanOrEqual(lower);
    expect(Math.max(...after)).toBeLessThanOrEqual(upper);
    expect(() => booster.leafValue(4, 0)).toThrow();
    expect(() => booster.setLeafValue(0, 99, 1)).toThrow();
    expect(() => booster.leafValue(-1, 0)).toThrow("The index of a tree must be a whole number from 0 on, not -1.");
    expect(booster.predict({columns}, {kind: "raw"})).toEqual(after);
  });

  it("of categories have no thresholds to count", async () => {
    const {columns: mixed, label: classes, categoricalFeatures} = tables.categorical();
    using booster = await trained({columns: mixed, label: classes, categoricalFeatures, featureNames: undefined});
    const split = booster.treesToTable().find(({decisionType}) => decisionType === "==");
    expect(split?.threshold).toMatch(/^\d+(\|\|\d+)*$/);
    expect(() => booster.splitValueHistogram(split?.splitFeature ?? "")).toThrow("are by category");
  });
});
