import {afterAll, beforeAll, expect, test} from "vitest";
import {treeEnsembleToOnnx} from "../../src/lib/onnx/treeEnsemble.js";
import {digestOf} from "../../src/lib/staged/stagedModel.js";
import {manifest} from "../fixtures/stagedModel.js";
import {startTestServer, type TestServer} from "./testServer.js";

const features = ["city", "age"];

/** Scores by the city alone: Köln low, Rome high, a missing one as Köln. */
const model = treeEnsembleToOnnx({
  featureNames: features,
  sigmoid: 1,
  averageOutput: false,
  trees: [
    {
      splitFeature: [0],
      threshold: [0.5],
      decision: [{categorical: false, defaultLeft: true, missing: "nan"}],
      leftChild: [-1],
      rightChild: [-2],
      leafValue: [-3, 3],
      categories: [null]
    }
  ]
});

let server: TestServer;
beforeAll(async () => {
  const staged = {
    ...manifest,
    idColumn: "row",
    idIsRowNumber: true,
    features,
    categories: {city: ["Köln", "Rome"]},
    histograms: features.map(() => ({edges: [0, 100], counts: [10], missing: 1})),
    files: {"model.onnx": digestOf(model)}
  };
  const text = new TextEncoder().encode(JSON.stringify(staged));
  server = await startTestServer({}, {"manifest.json": text, "model.onnx": model});
});
afterAll(() => server?.close());

async function post(path: string, body: unknown): Promise<{status: number; answer: unknown}> {
  const response = await fetch(`${server.address}${path}`, {
    method: "POST",
    headers: {"content-type": "application/json"},
    body: JSON.stringify(body)
  });
  return {status: response.status, answer: await response.json()};
}

const predict = "/api/v1/classification/inference/predict";

test("texts of categories score as their codes, and rows have their numbers for ids", async () => {
  const rows = [
    {city: "Rome", age: 1},
    {city: " köln ", age: null},
    {city: null, age: 3, row: "own"}
  ];
  expect((await post(predict, rows)).answer).toEqual([
    {row: "1", target_pred: 1},
    {row: "2", target_pred: 0},
    {row: "own", target_pred: 0}
  ]);
  expect((await post("/invocations", {dataframe_split: {columns: features, data: [["Rome", 1]]}})).answer).toEqual({
    predictions: [expect.closeTo(1 / (1 + Math.exp(-3)), 6)]
  });
});

test("a category that training had not is said to whoever asks", async () => {
  const rows = ["Oslo", "Rome", "Lima"].map((city) => ({city, age: 1}));
  expect((await post(`${predict}?findings=true`, rows)).answer).toMatchObject({
    predictions: [{target_pred: 0}, {target_pred: 1}, {target_pred: 0}],
    findings: expect.arrayContaining([
      {
        level: "warning",
        text: "2 values of `city` are categories that the training data do not have: “Oslo”, first in row 1. They were taken as missing."
      }
    ])
  });
});

test("what is no text of a category is refused with its place", async () => {
  expect(await post(predict, [{city: ["Rome"], age: 1}])).toMatchObject({
    status: 422,
    answer: {code: "json-not-a-text", row: 1, column: "city"}
  });
  expect(await post(predict, [{city: "Rome", age: "old"}])).toMatchObject({answer: {code: "json-not-a-number"}});
});
