import {expect, test} from "vitest";
import {atThreshold, formatResults, predictionFormat, submissionFormat} from "../../../../src/lib/scoring/results.js";

const scores = {ids: ["test_0", "test,1", "test_2"], probabilities: Float32Array.of(0.1, 0.5, 1e-7)};

test("a submission is Kaggle's ID_code,target with the probability as target", () => {
  expect(formatResults(submissionFormat(), scores, "ID_code")).toBe(
    'ID_code,target\ntest_0,0.1\n"test,1",0.5\ntest_2,1e-7\n'
  );
});

test("predictions are 1 from the threshold on", () => {
  expect(formatResults(predictionFormat(0.5), scores, "ID_code")).toBe(
    'ID_code,probability,prediction\ntest_0,0.1,0\n"test,1",0.5,1\ntest_2,1e-7,0\n'
  );
});

test("a written probability reads back as the same 32-bit number", () => {
  const probabilities = Float32Array.from({length: 1000}, (_, index) => ((index * 0.618033988749895) % 1) ** 3);
  const ids = Array.from(probabilities, String);
  const lines = submissionFormat().rows({ids, probabilities}).trimEnd().split("\n");
  expect(Float32Array.from(lines, (line) => Number(line.split(",")[1]))).toEqual(probabilities);
});

test("another threshold makes other predictions of the same scores", () => {
  const scored = {
    probabilities: Float32Array.of(0.1, 0.25, 0.3),
    predictions: Uint8Array.of(0, 0, 1),
    threshold: 0.3,
    rows: 3
  };
  expect(atThreshold(scored, 0.25)).toEqual({...scored, threshold: 0.25, predictions: Uint8Array.of(0, 1, 1)});
  expect(atThreshold(scored, 0.3)).toBe(scored);
});
