import {beforeAll, describe, expect, it} from "vitest";
import {ensureBuilt} from "../build.js";
import {
  type Booster,
  type LightGBM,
  LightGBMError,
  loadLightGBM,
  type Params,
  type PredictionKind
} from "../src/index.js";
import {random} from "./data.js";
import {mutate} from "./mutations.js";
import {processorSeconds} from "./processorSeconds.js";
import {type TableName, tables} from "./tables.js";

/** `npm run exhaustive -w lightgbm-wasm` sets 20,000. */
const mutationCount = Number(process.env.LIGHTGBM_MUTATIONS ?? 400);

const models: Record<string, {table: TableName; params: Params}> = {
  binary: {table: "missing", params: {objective: "binary"}},
  categorical: {table: "categorical", params: {objective: "binary", max_cat_to_onehot: 2, min_data_per_group: 5}},
  linear: {table: "regression", params: {objective: "regression", linear_tree: true}},
  multiclass: {table: "classes", params: {objective: "multiclass", num_class: 4}},
  "random forest": {
    table: "binary",
    params: {objective: "binary", boosting: "rf", bagging_freq: 1, bagging_fraction: 0.7}
  },
  constrained: {
    table: "regression",
    params: {objective: "regression", monotone_constraints: [1, -1, 0, 0, 0, 0, 0, 0]}
  },
  "single leaves": {table: "binary", params: {objective: "binary", min_data_in_leaf: 10_000}}
};

let lightgbm: LightGBM;
const texts: Record<string, string> = {};

beforeAll(async () => {
  await ensureBuilt();
  lightgbm = await loadLightGBM();
  for (const [name, {table, params}] of Object.entries(models)) {
    const {columns, label, categoricalFeatures} = tables[table]();
    const all = {num_leaves: 7, num_iterations: 4, min_data_in_leaf: 8, ...params};
    using dataset = lightgbm.dataset({columns, label, categoricalFeatures, params: all});
    using booster = await lightgbm.train(all, dataset);
    texts[name] = booster.toString();
  }
}, 1_200_000);

const kinds: PredictionKind[] = ["probability", "raw", "leaf", "contributions"];

const deciding =
  /^(num_leaves|split_feature|threshold|decision_type|left_child|right_child|leaf_value|cat_boundaries|cat_threshold)=(.*)$/;
const decidingOfLinear = /^(leaf_const|leaf_coeff|leaf_features)=(.*)$/;

/** What decides about predictions, tree by tree: the numbers as they read, whatever the order of the lines. */
function decisions(text: string): Record<string, number[]>[] {
  const [, ...trees] = text
    .replaceAll(/\r\n?/g, "\n")
    .split(/^end of trees$/m)[0]
    .split(/^Tree=.*$/m);
  return trees.map((tree) => {
    const lines = tree.split("\n");
    const isLeaf = lines.includes("num_leaves=1");
    const isLinear = !lines.some((line) => /^is_linear=0+$/.test(line));
    const found = lines.flatMap((line) => {
      const [, key, value] = deciding.exec(line) ?? (isLinear ? decidingOfLinear.exec(line) : undefined) ?? [];
      if (key === undefined || (isLeaf && key !== "leaf_value")) return [];
      return [[key, value.split(" ").filter(Boolean).map(asNumber)]];
    });
    return Object.fromEntries(found);
  });
}

const asNumber = (word: string): number => Number(word.replace(/inf/i, "Infinity"));

function predictAll(booster: Booster): void {
  const matrix = Float64Array.from({length: 5 * booster.featureCount}, (_, i) => [Number.NaN, 0, -3.5, 2, 7][i % 5]);
  const isLinear = booster.toString().includes("is_linear=1");
  for (const kind of kinds) {
    if (kind === "contributions" && isLinear) continue;
    booster.predict({matrix, columnCount: booster.featureCount}, {kind});
  }
  expect(booster.dumpModel().tree_info).toHaveLength(booster.toString().match(/^Tree=/gm)?.length ?? 0);
}

describe("a model text", () => {
  it("is read whatever its line ends, with a byte order mark or without", () => {
    const text = texts.categorical;
    using plain = lightgbm.boosterFromString(text);
    for (const variant of [text.replaceAll("\n", "\r\n"), text.replaceAll("\n", "\r"), `\uFEFF${text}`]) {
      using booster = lightgbm.boosterFromString(variant);
      expect(booster.toString()).toBe(plain.toString());
    }
  });

  it("is read from before there were sizes and an end mark", () => {
    const old = texts.binary
      .replace("version=v4\n", "")
      .replace(/^tree_sizes=.*\n/m, "")
      .replace("end of trees\n", "");
    using booster = lightgbm.boosterFromString(old);
    using now = lightgbm.boosterFromString(texts.binary);
    const data = {columns: tables.missing().columns};
    expect(booster.predict(data)).toEqual(now.predict(data));
  });

  it("is refused with its line where decimal commas are", () => {
    const text = texts.binary.replaceAll(/(?<==.*)(\d)\.(\d)/g, "$1,$2");
    expect(() => lightgbm.boosterFromString(text)).toThrow(
      /^The model text cannot be read at line \d+: ".*" does not describe a feature; numbers must have decimal points/
    );
    const withoutInfos = text.replace(/(?<=feature_infos=).*/, (infos) => infos.replaceAll(",", "."));
    expect(() => lightgbm.boosterFromString(withoutInfos)).toThrow(
      /at line \d+, in tree 0: .*decimal points, not commas/
    );
  });

  it.each([
    ["an empty text", () => "", /not a model text of LightGBM/],
    ["a page", () => "<!doctype html>", /it begins with "<!doctype html>"/],
    ["a text that ends in a tree", (text: string) => text.slice(0, text.indexOf("Tree=2") + 99), /ends in tree 2 of 4/],
    [
      "one that ends before its trees",
      (text: string) => text.slice(0, text.indexOf("Tree=0")),
      /ends before the trees/
    ],
    [
      "one that ends in its parameters",
      (text: string) => text.slice(0, text.indexOf("[metric")),
      /"end of parameters"/
    ],
    ["too few sizes", (text: string) => text.replace(/(?<=tree_sizes=)\d+ /, ""), /tree 0 has \d+ bytes, but/],
    [
      "a feature too many",
      (text: string) => text.replace(/(?<=max_feature_idx=)\d/, "9"),
      /feature_names has 8 entries/
    ],
    ["a missing feature", (text: string) => text.replace(/(?<=split_feature=)\d/, "8"), /no feature 8 among 8/],
    ["a circle", (text: string) => text.replace(/(?<=left_child=)-?\d/, "0"), /do not form one tree/],
    ["other classes", (text: string) => text.replace("num_class=1", "num_class=2"), /do not give 2 classes/],
    [
      "an unknown line",
      (text: string) => text.replace("decision_type=", "decisiontype="),
      /does not write "decisiontype"/
    ],
    ["a zero byte", (text: string) => text.replace("label_index=0", "label_index=\0"), /a zero byte/]
  ])("is refused if it is %s", (_, change, reason) => {
    expect(() => lightgbm.boosterFromString(change(texts.binary))).toThrow(LightGBMError);
    expect(() => lightgbm.boosterFromString(change(texts.binary))).toThrow(reason);
  });

  it("whose trees are too deep for LightGBM's recursions predicts, and says what it cannot do", () => {
    using booster = lightgbm.boosterFromString(chainText(20_000));
    const data = {columns: [[-1, 3.5, 19_998.5, 30_000]]};
    expect([...booster.predict(data)]).toEqual([0, 4, 19_999, 20_000]);
    expect(() => booster.predict(data, {kind: "contributions"})).toThrow(
      "20000 splits deep, too deep for contributions"
    );
    expect(() => booster.rowPredictor({kind: "contributions"})).toThrow("too deep");
    expect(() => booster.dumpModel()).toThrow("too deep for a dump");
  });

  it.each(Object.keys(models))(
    `of a %s model, damaged in any of ${Math.ceil(mutationCount / Object.keys(models).length)} ways, is an error or a right model`,
    (name) => {
      const next = random(name.length);
      using good = lightgbm.boosterFromString(texts[name]);
      const columns = tables[models[name].table]().columns;
      const expected = good.predict({columns});
      let refused = 0;
      for (let i = 0; i < mutationCount / Object.keys(models).length; ++i) {
        const text = mutate(texts[name], next);
        const start = processorSeconds();
        try {
          using booster = lightgbm.boosterFromString(text);
          expect(decisions(booster.toString())).toEqual(decisions(text));
          predictAll(booster);
        } catch (error) {
          if (!(error instanceof LightGBMError) || /crashed|cannot be used/.test(error.message)) {
            throw new Error(`mutation ${i}: ${error instanceof Error ? error.message : error}`, {cause: text});
          }
          ++refused;
        }
        expect(processorSeconds() - start).toBeLessThan(1);
      }
      expect(refused).toBeGreaterThan(0);
      expect(good.predict({columns})).toEqual(expected);
    },
    1_200_000
  );
});

/** One tree in which each split leads to one leaf and to the next split. */
function chainText(splits: number): string {
  const list = (count: number, value: (i: number) => number): string =>
    Array.from({length: count}, (_, i) => value(i)).join(" ");
  return `tree
num_class=1
num_tree_per_iteration=1
label_index=0
max_feature_idx=0
objective=regression
feature_names=a
feature_infos=[0:1]

Tree=0
num_leaves=${splits + 1}
num_cat=0
split_feature=${list(splits, () => 0)}
threshold=${list(splits, (i) => i)}
decision_type=${list(splits, () => 2)}
left_child=${list(splits, (i) => ~i)}
right_child=${list(splits, (i) => (i === splits - 1 ? ~splits : i + 1))}
leaf_value=${list(splits + 1, (i) => i)}
shrinkage=1

`;
}
