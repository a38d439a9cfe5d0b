import type {LinearModel, LinearTerm} from "../estimators/linearModel.js";
import {doubleInitializer, graphInput, graphOutput, integerAttribute, modelFile, node} from "./graph.js";
import {inputName, outputName} from "./modelInterface.js";

/**
 * The mean of linear models' log-odds as an ONNX model file, with the input and output that models of trees have:
 * each model fills in missing values, limits the others to the range of its training rows, and adds its terms up.
 */
export function linearModelToOnnx(
  models: readonly LinearModel[],
  {metadata = {}}: {metadata?: Readonly<Record<string, string>>} = {}
): Uint8Array<ArrayBuffer> {
  const features = models[0].terms.length;
  return modelFile({
    producer: "transaction-report",
    irVersion: 9,
    operatorSets: {"": 17},
    metadata,
    graphName: "linear_models",
    graph: [
      node("IsNaN", [inputName], ["missing"]),
      ...models.flatMap((model, fold) => logOdds(model, fold, models.length)),
      node(
        "Sum",
        models.map((_, fold) => `log_odds_${fold}`),
        ["log_odds"]
      ),
      node("Sigmoid", ["log_odds"], ["double_probability"]),
      node("Cast", ["double_probability"], [outputName], {attributes: [integerAttribute("to", 1)]}),
      graphInput(inputName, "double", ["rows", features]),
      graphOutput(outputName, "float", ["rows", 1])
    ]
  });
}

/** `log_odds_0` is the first model's share of the mean. */
function logOdds({intercept, terms}: LinearModel, fold: number, folds: number): Uint8Array<ArrayBuffer>[] {
  const named = (name: string) => `${name}_${fold}`;
  const row = (name: string, value: (term: LinearTerm) => number) =>
    doubleInitializer(named(name), terms.map(value), [1, terms.length]);
  return [
    row("mean", ({mean}) => mean),
    row("minimum", ({minimum}) => minimum),
    row("maximum", ({maximum}) => maximum),
    doubleInitializer(
      named("slope"),
      terms.map(({slope}) => slope / folds),
      [terms.length, 1]
    ),
    doubleInitializer(named("intercept"), [intercept / folds], [1, 1]),
    node("Max", [inputName, named("minimum")], [named("from_minimum")]),
    node("Min", [named("from_minimum"), named("maximum")], [named("limited")]),
    node("Where", ["missing", named("mean"), named("limited")], [named("filled")]),
    node("Sub", [named("filled"), named("mean")], [named("distance")]),
    node("MatMul", [named("distance"), named("slope")], [named("product")]),
    node("Add", [named("product"), named("intercept")], [named("log_odds")])
  ];
}
