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

test("what an alias stands for is read, and steps with decimals end where they should", () => {
  expect(readSpace("lambda_l1: &range {from: 0.1, to: 0.3, step: 0.1}\nlambda_l2: *range", lightgbm)).toEqual([
    {name: "lambda_l1", from: 0.1, to: 0.1 + 2 * 0.1, scale: "linear", step: 0.1},
    {name: "lambda_l2", from: 0.1, to: 0.1 + 2 * 0.1, scale: "linear", step: 0.1}
  ]);
});

it.each<[text: string, line: number, message: RegExp]>([
  // What is no YAML, or no map.
  ["{", 1, /this is not valid YAML \(Flow map/],
  ["lambda_l2: 1\nlambda_l1: [1, 2", 2, /this is not valid YAML/],
  ["lambda_l2: 1\n\tlambda_l1: 2", 2, /this is not valid YAML \(Tabs/],
  ["lambda_l2: 1\n---\nlambda_l1: 2", 2, /this is not valid YAML/],
  ["lambda_l2: *missing", 1, /nothing has the name &missing before it/],
  ["lambda_l2: !!python/object 1", 1, /this is not valid YAML \(Unresolved tag/],
  ["lambda_l2: 1\n\u0000\u0001\u0002", 2, /this is not valid YAML|there is no|has no parameter|map values/i],
  ["- a", 1, /a space is a list of parameters/],
  ["learning_rate", 1, /a space is a list of parameters/],
  ["", 1, /it is empty/],
  ["# nothing\n", 1, /it is empty/],
  ["{}", 1, /it names no parameter/],
  // Names.
  ["lambda_l2: 1\n\nlambda_l2: 2", 3, /lambda_l2 is there twice, first in line 1/],
  ["lambda_l2: {from: 1,\n  to: 2,\n  from: 3}", 3, /from is there twice, first in line 1/],
  ["lambda_l1: 1\nlearning_rates: {from: 0.1, to: 0.2}", 2, /learning_rate\b/],
  ["lambda_l1: 1\neta: {from: 0.1, to: 0.2}", 2, /eta is another name of learning_rate; use that one/],
  ["learning_rate: 0.1\nshrinkage_rate: [0.2, 0.3]", 2, /shrinkage_rate is another name of learning_rate/],
  ["? [lambda_l1, lambda_l2]\n: 1", 1, /the name of a parameter is missing/],
  ["~: 1", 1, /the name of a parameter is missing/],
  ["1: 1", 1, /\b1\b/],
  ["toString: 1", 1, /toString/],
  ["__proto__: 1", 1, /__proto__/],
  // Ranges.
  ["lambda_l2:\n", 1, /lambda_l2 needs a range, a list of choices or a value, and not nothing/],
  ["learning_rate: {from: 0.2, to: 0.1}", 1, /the range of learning_rate is empty: from 0\.2 to 0\.1/],
  ["learning_rate: {from: 0.2, to: 0.2}", 1, /the range of learning_rate is empty: from 0\.2 to 0\.2/],
  ["learning_rate:\n  to: 0.1\n  from: 0.2", 3, /the range of learning_rate is empty/],
  ["learning_rate: {from: 0.1}", 1, /needs numbers `from` and `to`/],
  ["learning_rate: {}", 1, /needs numbers `from` and `to`/],
  ["learning_rate: {from: 0.1, to: .inf}", 1, /needs numbers `from` and `to`.*: `to` is infinite/],
  ["learning_rate:\n  from: .nan\n  to: 1", 2, /`from` is not a number/],
  ["learning_rate: {from: 0.1, to: 1e999}", 1, /`to` is infinite/],
  ["learning_rate:\n  from: 0.1\n  to: '0.2'", 3, /`to` is the text "0\.2"/],
  ["learning_rate: {from: 0.1, to: }", 1, /`to` is nothing/],
  ["learning_rate: {from: 0.1, to: [0.2]}", 1, /`to` is a list or a map/],
  ["learning_rate: {from: true, to: 1}", 1, /`from` is true/],
  // Scales and steps.
  ["learning_rate: {from: 0, to: 0.1, scale: log}", 1, /has a log scale, so that it must begin above 0, not at 0/],
  ["learning_rate: {from: -1, to: 0.1, scale: log}", 1, /must begin above 0, not at -1/],
  ["num_leaves: {from: 2, to: 9, scale: log, step: 5}", 1, /must begin above half a step, not at 2/],
  ["learning_rate: {from: 0.1, to: 0.2, scale: logg}", 1, /is linear or log, not logg/],
  ["learning_rate: {from: 0.1, to: 0.2, scale: [log]}", 1, /is linear or log, not another/],
  ["learning_rate: {from: 0.1, to: 0.2,\n stepp: 1}", 2, /no setting `stepp`; did you mean `step`\?/],
  ["learning_rate: {from: 0.1, to: 0.2, nonsense: 1}", 1, /they are from, to, scale, step, choices, when/],
  ["learning_rate: {from: 0.1, to: 0.2, step: 1}", 1, /at most 0\.1, not 1/],
  ["learning_rate: {from: 0.1, to: 0.2, step: 0}", 1, /a number above 0/],
  ["learning_rate: {from: 0.1, to: 0.2, step: -0.1}", 1, /a number above 0/],
  ["learning_rate: {from: 0.1, to: 0.2, step: .nan}", 1, /`step` is not a number/],
  // Choices.
  ["learning_rate: {from: 0.1, to: 0.2, choices: [0.1]}", 1, /has choices and a range/],
  ["max_bin: {choices: [63],\n step: 1}", 2, /has choices and a range/],
  ["boosting: []", 1, /the choices of boosting must be a list of values/],
  ["boosting: {choices: gbdt}", 1, /the choices of boosting must be a list of values/],
  ["boosting: [gbdt, gbdt]", 1, /the choice gbdt of boosting is there twice/],
  ["max_bin: [63, 63.0]", 1, /the choice 63 of max_bin is there twice/],
  ["max_bin:\n  - 63\n  - auto", 3, /of mixed kinds: 63 is a number, auto is text/],
  ["boosting:\n  - gbdt\n  - true", 3, /of mixed kinds: gbdt is text, true is true or false/],
  ["max_bin: [63, .nan]", 1, /and not not a number|not a number/],
  ["max_bin:\n  - 63\n  -\n", 3, /and not nothing/],
  ["max_bin: [[63]]", 1, /and not a list or a map/],
  // Conditions.
  ["drop_rate: {from: 0, to: 1, when: {boosting: dart}}", 1, /is on boosting, which is not before it in the space/],
  ["boosting: [gbdt]\ndrop_rate: {from: 0, to: 1, when: {boostin: dart}}", 2, /did you mean boosting\?/],
  [
    "boosting: [gbdt]\ndrop_rate: {from: 0, to: 1, when: {boosting: dart}}",
    2,
    /never holds: boosting has no choice dart/
  ],
  ["drop_rate: {from: 0, to: 1, when: {drop_rate: 1}}", 1, /is on drop_rate, which is not before it/],
  ["boosting: [dart]\ndrop_rate:\n  from: 0\n  to: 1\n  when:", 5, /must name one parameter/],
  ["boosting: [dart]\ndrop_rate: {from: 0, to: 1, when: {}}", 2, /must name one parameter/],
  ["boosting: [dart]\ndrop_rate: {from: 0, to: 1, when: dart}", 2, /must name one parameter/],
  ["boosting: [dart]\ndrop_rate: {from: 0, to: 1, when: {boosting: dart, max_bin: 1}}", 2, /must name one parameter/],
  ["boosting: [dart]\ndrop_rate: {from: 0, to: 1, when: {boosting: []}}", 2, /must be a list of values/],
  ["boosting: [dart]\ndrop_rate: {from: 0, to: 1, when: {boosting: }}", 2, /and not nothing/],
  [
    "lambda_l2: {from: 0, to: 1}\nlambda_l1: {from: 0, to: 1, when: {lambda_l2: 1}}",
    2,
    /has a range; it can be on choices/
  ],
  // What the model refuses.
  ["num_leaves: {from: 2, to: 9}", 1, /num_leaves.* With `step: 1` there are integers only/],
  ["num_leaves:\n  from: 1\n  to: 9\n  step: 1", 2, /num_leaves/],
  ["max_bin:\n  - 63\n  - 1", 3, /max_bin/],
  ["feature_fraction:\n  from: 0.5\n  to: 1.5", 3, /feature_fraction/],
  ["objective: [binary, regression]", 1, /objective/],
  ["lambda_l1: 1\nnum_threads: [1, 2]", 2, /num_threads/]
])("%j is refused with its place, line %i", (text, line, message) => {
  let error: unknown;
  try {
    readSpace(text, lightgbm, "space.yaml");
  } catch (caught) {
    error = caught;
  }
  if (!(error instanceof UserError)) throw new Error(`It is not refused: ${String(error)}`);
  expect(error.message).toMatch(message);
  expect(error.message).toContain(`Line ${line} of the search space: `);
  expect(error.place).toMatchObject({file: "space.yaml", row: line});
});

test("more parameters than the sampler has directions are refused", () => {
  const text = Array.from({length: 41}, (_, i) => `p${i}: [1]`).join("\n");
  const model = {...lightgbm, withParams: () => lightgbm};
  expect(() => readSpace(text, model)).toThrow("Line 1 of the search space: at most 40 parameters can vary, not 41.");
});
