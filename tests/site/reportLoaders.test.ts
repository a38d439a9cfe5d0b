import {readdirSync} from "node:fs";
import {expect, it} from "vitest";
import {reportLoaders} from "../../site/reportLoaders.js";

it("knows every loader of the report", () => {
  const loaders = readdirSync("src/data", {withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map(({name}) => `data/${name.replace(/\.ts$/, "")}`);
  expect(Object.keys(reportLoaders({})).sort()).toEqual(loaders.sort());
});

it("asks a tracking server anew at every build", () => {
  expect(reportLoaders({MLFLOW_TRACKING_URI: "http://127.0.0.1:5000"})["data/experiment.json"].always).toBe(true);
  expect(reportLoaders({MLFLOW_EXPERIMENT_NAME: "mine"})["data/experiment.json"].always).toBe(true);
  expect(reportLoaders({})["data/experiment.json"].always).toBe(false);
});
