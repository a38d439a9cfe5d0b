import {expect, it, test} from "vitest";
import {lightgbm} from "../../../models/catalogue/lightgbm.js";
import {readSpace} from "../../../models/sweeps/readSpace.js";
import {UserError} from "../../../src/lib/errors.js";

test("ranges, choices, values and conditions are read", () => {
  const text = `
# What matters most.
learning_rate: {from: 0.01, to: 0.3, scale: log}
num_leaves: {from: 2, to: 30, step: 4}
boosting: [gbdt, dart]
drop_rate: {from: 0.05, to: 0.5, when: {boosting: dart}}
max_bin: {choices: [63, 255]}
lambda_l2: 5
`;
  expect(readSpace(text, lightgbm)).toEqual([
    {name: "learning_rate", from: 0.01, to: 0.3, scale: "log"},
    {name: "num_leaves", from: 2, to: 30, scale: "linear", step: 4},
    {name: "boosting", choices: ["gbdt", "dart"]},
    {name: "drop_rate", from: 0.05, to: 0.5, scale: "linear", when: {name: "boosting", values: ["dart"]}},
    {name: "max_bin", choices: [63, 255]},
    {name: "lambda_l2", choices: [5]}
  ]);
  // The last step that fits.
  expect(readSpace("num_leaves: {from: 2, to: 31, step: 4}", lightgbm)[0]).toMatchObject({to: 30});
});

it.each([
  ["{", /Line 1 of the search space: this is not valid YAML/],
  ["- a", /a space is a list of parameters/],
  ["", /a space is a list of parameters/],
  ["{}", /it names no parameter/],
  ["a:\n", /a needs a range, a list of choices or a value/],
  ["lambda_l2: 1\n\nlambda_l2: 2", /Line 3 of the search space/],
  ["lambda_l1: 1\nlearning_rates: {from: 0.1, to: 0.2}", /^Line 2 of the search space: .*learning_rate\b/],
  ["learning_rate: {from: 0.2, to: 0.1}", /the range of learning_rate is empty: from 0\.2 to 0\.1/],
  ["learning_rate: {from: 0, to: 0.1, scale: log}", /has a log scale, so that it must begin above 0, not at 0/],
  ["learning_rate: {from: 0.1, to: 0.2, scale: logg}", /is linear or log, not logg/],
  ["learning_rate: {from: 0.1, to: 0.2, stepp: 1}", /no setting `stepp`; did you mean `step`\?/],
  ["learning_rate: {from: 0.1, to: 0.2, step: 1}", /at most 0\.1/],
  ["learning_rate: {from: 0.1, to: .inf}", /needs numbers `from` and `to`/],
  ["learning_rate: {from: 0.1, to: 0.2, choices: [0.1]}", /has choices and a range/],
  ["boosting: []", /the choices of boosting must be a list of values/],
  ["boosting: [gbdt, gbdt]", /the choice gbdt of boosting is there twice/],
  ["num_leaves: {from: 2, to: 9}", /^Line 1 of the search space: .*num_leaves/],
  ["drop_rate: {from: 0, to: 1, when: {boosting: dart}}", /is on boosting, which is not before it in the space/],
  ["boosting: [gbdt]\ndrop_rate: {from: 0, to: 1, when: {boostin: dart}}", /did you mean boosting\?/],
  ["boosting: [gbdt]\ndrop_rate: {from: 0, to: 1, when: {boosting: dart}}", /never holds: boosting has no choice dart/],
  [
    "lambda_l2: {from: 0, to: 1}\nlambda_l1: {from: 0, to: 1, when: {lambda_l2: 1}}",
    /has a range; it can be on choices/
  ],
  ["objective: [binary, regression]", /objective/]
])("%j is refused with its place", (text, message) => {
  expect(() => readSpace(text, lightgbm, "space.yaml")).toThrow(UserError);
  expect(() => readSpace(text, lightgbm, "space.yaml")).toThrow(message);
});
