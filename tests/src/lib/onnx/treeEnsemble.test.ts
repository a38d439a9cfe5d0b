import {createHash} from "node:crypto";
import {env, InferenceSession, Tensor} from "onnxruntime-web/wasm";
import {expect, test} from "vitest";
import {inputName, outputName} from "../../../../src/lib/onnx/modelInterface.js";
import {treeEnsembleToOnnx} from "../../../../src/lib/onnx/treeEnsemble.js";
import {parseTreeEnsemble} from "../../../../src/lib/trees/parse.js";
import type {TreeEnsemble} from "../../../../src/lib/trees/treeEnsemble.js";
import {modelText, predictionsOf, rows} from "../../../fixtures/trees/fixture.js";

env.wasm.numThreads = 1;

async function scores(model: Uint8Array): Promise<number[]> {
  const session = await InferenceSession.create(model);
  const input = new Tensor("float64", Float64Array.from(rows.flat()), [rows.length, rows[0].length]);
  const {data, dims} = (await session.run({[inputName]: input}))[outputName];
  expect(dims).toEqual([rows.length, 1]);
  return Array.from(data, Number);
}

const names = ["missing-none", "missing-nan", "stumps", "random-forest", "constant"];

test.each(names)("ONNX Runtime scores %s as LightGBM does", async (name) => {
  const model = treeEnsembleToOnnx(parseTreeEnsemble(modelText(name)));
  const {probability} = predictionsOf(name);
  for (const [index, score] of (await scores(model)).entries()) {
    expect(Math.abs(score - probability[index])).toBeLessThan(1e-6);
  }
});

test("the file names its model and is the same each time", () => {
  const model = treeEnsembleToOnnx(parseTreeEnsemble(modelText("stumps")), {metadata: {model: "stumps"}});
  expect(Buffer.from(model).includes("stumps")).toBe(true);
  expect(createHash("sha256").update(model).digest("hex")).toMatchInlineSnapshot(
    `"2fac4aaa22afebf10a41b02d51a2e7825480fad92010de46b9d2cc294c0216e3"`
  );
});

test("a stump takes less than 100 bytes", () => {
  const stumps = parseTreeEnsemble(modelText("stumps"));
  const trees = Array.from({length: 10_000}, (_, index) => stumps.trees[index % stumps.trees.length]);
  const ensemble: TreeEnsemble = {...stumps, trees};
  expect(treeEnsembleToOnnx(ensemble).length).toBeLessThan(100 * trees.length);
});

test.each([
  ["categorical", /splits on categories/],
  ["missing-zero", /counts zeros as missing/]
])("a %s model is refused", (name, message) => {
  expect(() => treeEnsembleToOnnx(parseTreeEnsemble(modelText(name)))).toThrow(message);
});
