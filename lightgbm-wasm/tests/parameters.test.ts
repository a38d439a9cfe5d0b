import {describe, expect, it} from "vitest";
import {checkParams, formatParams} from "../src/parameters.js";

describe("checkParams", () => {
  it("puts LightGBM's own names in place of aliases", () => {
    expect(checkParams({eta: 0.1, n_estimators: 5, reg_alpha: undefined})).toEqual({
      learning_rate: 0.1,
      num_iterations: 5
    });
  });

  it("names an unknown parameter with the nearest known one", () => {
    expect(() => checkParams({num_leafs: 5})).toThrow(
      'LightGBM has no parameter "num_leafs"; did you mean "num_leaf"?'
    );
    expect(() => checkParams({learningRate: 5})).toThrow('did you mean "learning_rate"?');
    expect(() => checkParams({quetzalcoatl: 5})).toThrow('LightGBM has no parameter "quetzalcoatl".');
  });

  it.each([
    [{num_leaves: 1}, "The parameter num_leaves must be >1, not 1."],
    [{num_leaves: 2.5}, "The parameter num_leaves must be an integer, not 2.5."],
    [{bagging_fraction: 1.5}, "The parameter bagging_fraction must be <=1.0, not 1.5."],
    [{eta: "fast"}, 'The parameter eta must be a number, not "fast".'],
    [{extra_trees: "maybe"}, 'The parameter extra_trees must be true or false, not "maybe".'],
    [{objective: 3}, "The parameter objective must be a name, not 3."],
    [{monotone_constraints: ["up"]}, 'The parameter monotone_constraints must be a list of numbers, not ["up"].'],
    [{objective: "binary num_leaves=2"}, 'must not have blanks ("binary num_leaves=2")'],
    [{lambda: 1, reg_lambda: 2}, "The parameter lambda_l2 is given twice, once as reg_lambda."]
  ])("refuses %o", (params, message) => {
    expect(() => checkParams(params)).toThrow(message);
  });
});

describe("formatParams", () => {
  it("writes lists with commas and leaves the rest as it is", () => {
    const params = checkParams({metric: ["auc", "l2"], extra_trees: true, eval_at: [1, 3], learning_rate: 0.005});
    expect(formatParams(params)).toBe("metric=auc,l2 extra_trees=true eval_at=1,3 learning_rate=0.005");
  });
});
