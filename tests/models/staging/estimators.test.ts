import {readFileSync} from "node:fs";
import {describe, expect, test} from "vitest";
import {treeModelOf} from "../../../models/staging/averageFolds.js";
import {openNodeSession} from "../../../models/staging/nodeSession.js";
import {linearProbability, parseLinearModel} from "../../../src/lib/estimators/linearModel.js";
import {fitLogisticRegression} from "../../../src/lib/estimators/logisticRegression.js";
import {fitNaiveBayes, type NaiveBayesParams} from "../../../src/lib/estimators/naiveBayes.js";
import {linearModelToOnnx} from "../../../src/lib/onnx/linearModel.js";
import {sampleData} from "../training/sample.js";

interface Reference {
  training: number;
  columns: (number | null)[][];
  target: number[];
  logistic: {params: {C: number}; slopes: number[]; intercept: number; probability: number[]};
  bayes: {params: {bins: number; alpha: number}; columns: number[]; probability: number[]};
}

/** tests/fixtures/estimators/make.py has made it, with scikit-learn. */
const reference: Reference = JSON.parse(readFileSync("tests/fixtures/estimators/estimators.json", "utf8"));
const columns = reference.columns.map((column) => Float64Array.from(column, (value) => value ?? Number.NaN));
const table = {columns, featureNames: ["a", "b b", "c", "d"], target: Uint8Array.from(reference.target)};
const training = Uint32Array.from({length: reference.training}, (_, row) => row);
const rows = table.target.length;

const rowsOf = (matrix: readonly Float64Array[]) =>
  Array.from({length: rows}, (_, row) => Float64Array.from(matrix, (column) => column[row]));

async function onnxProbabilities(model: Uint8Array, matrix: readonly Float64Array[]) {
  const session = await openNodeSession(
    {engine: "onnx", content: model},
    {features: matrix.map((_, index) => String(index))}
  );
  const flat = Float64Array.from(rowsOf(matrix).flatMap((row) => [...row]));
  return session.run(flat, rows);
}

const nothing = new Uint8Array();

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.max(...Array.from({length: rows}, (_, row) => Math.abs(a[row] - b[row])));
}

describe("logistic regression", () => {
  const {params, slopes, intercept, probability} = reference.logistic;
  const fitted = fitLogisticRegression(table, training, {...params, max_iter: 100, tol: 1e-12});
  const model = parseLinearModel(fitted.text);
  if (model === undefined) throw new Error("It cannot be read again.");

  test("has scikit-learn's coefficients and probabilities, missing values and values out of range included", () => {
    expect(model.intercept).toBeCloseTo(intercept, 8);
    model.terms.forEach(({slope}, index) => {
      expect(slope / slopes[index]).toBeCloseTo(1, 7);
    });
    const ours = Float64Array.from({length: rows}, (_, row) => fitted.predict(row));
    expect(largestDifference(ours, probability)).toBeLessThan(1e-8);
  });

  test("is the same in ONNX Runtime, also as the mean of two", async () => {
    const other = {intercept: 0.5, terms: model.terms.map((term) => ({...term, slope: -term.slope, mean: 1}))};
    const matrix = columns.map((column, index) =>
      index === 1 ? column.map((v, row) => [Infinity, -Infinity][row] ?? v) : column
    );
    for (const models of [[model], [model, other]]) {
      const found = await onnxProbabilities(linearModelToOnnx(models), matrix);
      expect(
        largestDifference(
          found,
          rowsOf(matrix).map((row) => linearProbability(models, row))
        )
      ).toBeLessThan(1e-6);
    }
  });

  test("takes columns that are constant or wholly missing, which then say nothing", () => {
    const odd = {
      ...table,
      columns: [columns[1], new Float64Array(rows).fill(7), new Float64Array(rows).fill(Number.NaN)]
    };
    const {terms = []} =
      parseLinearModel(fitLogisticRegression(odd, training, {...params, max_iter: 100, tol: 1e-12}).text) ?? {};
    expect(terms.slice(1).map(({slope}) => slope)).toEqual([0, 0]);
  });
});

describe("naive Bayes", () => {
  const {params, columns: complete, probability} = reference.bayes;
  const bayesOf = (changes: Partial<NaiveBayesParams> = {}, data = table) =>
    fitNaiveBayes(data, training, {...params, prior: "none", ...changes});

  test("has the probabilities of scikit-learn's CategoricalNB", () => {
    const part = {...table, columns: complete.map((column) => columns[column]), featureNames: ["b b", "c", "d"]};
    const fitted = bayesOf({}, part);
    const ours = Float64Array.from({length: rows}, (_, row) => fitted.predict(row));
    expect(largestDifference(ours, probability)).toBeLessThan(1e-12);
  });

  test.each(["none", "shared"] as const)("with prior %s is the same as trees and in ONNX Runtime", async (prior) => {
    const fitted = bayesOf({prior});
    const ours = Float64Array.from({length: rows}, (_, row) => fitted.predict(row));
    const trees = treeModelOf(fitted.text, {});
    expect(trees.featureNames).toEqual(table.featureNames);
    expect(largestDifference(rowsOf(columns).map(trees.predict), ours)).toBeLessThan(1e-12);
    expect(largestDifference(await onnxProbabilities(trees.onnx ?? nothing, columns), ours)).toBeLessThan(1e-6);
  });

  test("a missing value of a feature that was never missing says nothing", () => {
    const {text} = bayesOf();
    const {predict} = treeModelOf(text, {});
    const row = Float64Array.from(columns, (column) => column[0]);
    const without = fitNaiveBayes(
      {...table, columns: columns.slice(0, 3), featureNames: table.featureNames.slice(0, 3)},
      training,
      {...params, prior: "none"}
    );
    expect(predict([row[0], row[1], row[2], Number.NaN])).toBeCloseTo(without.predict(0), 12);
  });

  test("a shared prior helps where many features are alike and rows are few", () => {
    const {data} = sampleData({rows: 300});
    const half = Uint32Array.from({length: 150}, (_, row) => row);
    const loss = (prior: NaiveBayesParams["prior"]) => {
      const {predict} = fitNaiveBayes(data, half, {bins: 20, alpha: 0.5, prior});
      let sum = 0;
      for (let row = 150; row < 300; ++row) sum -= Math.log(data.target[row] === 1 ? predict(row) : 1 - predict(row));
      return sum / 150;
    };
    expect(loss("shared")).toBeLessThan(loss("none"));
  });
});
