import {expect, test} from "vitest";
import {foldsOfRows, rowsOfFolds} from "../../../dataset/foldRows.js";
import {splitRows} from "../../../dataset/splitRows.js";
import {findModel} from "../../../models/catalogue/index.js";
import {treeModel} from "../../../models/catalogue/treeModel.js";
import {formatOutOfFold} from "../../../models/training/outOfFoldFile.js";
import {sampleData} from "./sample.js";

const params = {num_iterations: 10, num_leaves: 3, learning_rate: 0.2, min_data_in_leaf: 10};
const {data} = sampleData();
const naiveBayes = findModel("naive-bayes");

test.each([treeModel({name: "small", title: "Small", params}), naiveBayes])(
  "$name learns nothing of rows that come later, and measures no row that is never held out",
  async (model) => {
    const folds = splitRows(data.target, {times: Float64Array.from(data.target.keys()), folds: 3});
    const trained = await model.train(data, folds, {threads: 1});
    expect(trained.folds.map(({trainingRows, validationRows}) => [trainingRows, validationRows])).toEqual([
      [150, 150],
      [300, 150],
      [450, 150]
    ]);
    expect(trained.outOfFold.findIndex((value) => !Number.isNaN(value))).toBe(150);
    const lines = formatOutOfFold({data, idColumn: "id", targetColumn: "y"}, folds, trained.outOfFold).split("\n");
    expect(lines.slice(0, 2)).toEqual(["id,kfold,y,probability", expect.stringMatching(/^train_150,0,[01],0\.\d{5}$/)]);
    expect(lines).toHaveLength(452);

    // Labels of later rows may be anything.
    const changed = {...data, target: data.target.map((label, row) => (row < 150 ? label : 1 - label))};
    const again = await model.train(changed, folds, {threads: 1});
    expect(again.folds[0]?.text).toBe(trained.folds[0]?.text);
    expect(again.folds[1]?.text).not.toBe(trained.folds[1]?.text);
  }
);

test("of a row that is held out several times, the out-of-fold prediction is the mean", async () => {
  const folds = splitRows(data.target, {folds: 2, repeats: 3});
  const trained = await naiveBayes.train(data, folds);
  const predictions = trained.folds.flatMap(({fold, probabilities}) => {
    const position = rowsOfFolds(folds)[fold]?.validation.indexOf(17) ?? -1;
    return position < 0 ? [] : [probabilities[position] ?? Number.NaN];
  });
  expect(predictions).toHaveLength(3);
  expect(trained.outOfFold[17]).toBeCloseTo(predictions.reduce((sum, value) => sum + value) / 3, 12);
});

test("folds with features of their own train on their own rows alone", async () => {
  const counts = findModel("lightgbm-counts");
  const folds = foldsOfRows(
    [
      {
        training: Uint32Array.from({length: 300}, (_, row) => row),
        validation: Uint32Array.of(400, 401, 402, 403, 404, 405, 406, 407, 408, 409)
      },
      {
        training: Uint32Array.from({length: 300}, (_, row) => row),
        validation: Uint32Array.from({length: 90}, (_, row) => 500 + row)
      }
    ],
    600
  );
  const trained = await counts.train(data, folds, {threads: 1});
  expect(trained.folds.map(({trainingRows, validationRows}) => [trainingRows, validationRows])).toEqual([
    [300, 10],
    [300, 90]
  ]);
});
