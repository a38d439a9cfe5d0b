import {UserError} from "../errors.js";
import {elementType, graphInput, graphOutput, integerAttribute, integerInitializer, node} from "./graph.js";
import {inputName, outputName} from "./modelInterface.js";
import {concatenate, integer, message, text} from "./protobuf.js";
import {type GraphNode, type GraphValue, type OnnxGraph, readGraph} from "./readGraph.js";
import {readMessage} from "./readMessage.js";

/** A classifier of somebody's own, with the input and output that all models here have. */
export interface AdaptedClassifier {
  onnx: Uint8Array;
  /** Those of a model that takes a tensor a column; undefined for one tensor of all, which has no names. */
  featureNames: string[] | undefined;
  featureCount: number | undefined;
}

/**
 * Takes an ONNX classifier, as scikit-learn's become through skl2onnx, of any of the usual layouts: one tensor of all
 * features or one a column, as float or double; a label and probabilities, as a tensor or as a list of dictionaries
 * (ZipMap). What it computes stays as it is.
 * @throws {UserError} `onnx-damaged`, `onnx-unsupported`
 */
export function adaptClassifier(file: Uint8Array): AdaptedClassifier {
  const graph = readGraph(file);
  const {source, columns, dropped} = probabilities(graph);
  const byColumn = graph.inputs.length > 1 || columnsOf(graph.inputs[0]) === 1;
  for (const input of graph.inputs) checkInput(input);
  const [only] = graph.inputs;
  if (only === undefined) throw unsupported("has no input");
  const rename = (name: string) => (name === inputName || name === outputName ? `own_${name}` : name);
  const count = byColumn ? graph.inputs.length : columnsOf(only);
  const parts = [
    ...graph.nodes.filter((own) => !dropped.includes(own)).map((own) => renamed(own, rename)),
    ...graph.graphFields.map(({whole}) => whole),
    integerInitializer("own_reshaped", [-1, 1]),
    ...(byColumn
      ? graph.inputs.flatMap((input, index) => [
          integerInitializer(`own_column_${index}`, [index]),
          node("Gather", [inputName, `own_column_${index}`], [`own_double_${index}`], {
            attributes: [integerAttribute("axis", 1)]
          }),
          cast(`own_double_${index}`, rename(input.name), input.elementType)
        ])
      : [cast(inputName, rename(only.name), only.elementType)]),
    integerInitializer("own_positive", [1]),
    ...(columns === 2
      ? [node("Gather", [rename(source), "own_positive"], ["own_chosen"], {attributes: [integerAttribute("axis", 1)]})]
      : [node("Identity", [rename(source)], ["own_chosen"])]),
    node("Reshape", ["own_chosen", "own_reshaped"], ["own_column"]),
    cast("own_column", outputName, elementType.float),
    graphInput(inputName, "double", ["rows", count ?? "features"]),
    graphOutput(outputName, "float", ["rows", 1])
  ];
  return {
    // Nodes have to stand in the order in which they compute.
    onnx: concatenate([
      ...graph.modelFields.map(({whole}) => whole),
      ...standardOperators(graph),
      message(7, inOrder(parts))
    ]),
    featureNames: byColumn ? graph.inputs.map(({name}) => name) : undefined,
    featureCount: count
  };
}

/** Where the probabilities are, and the nodes that only put them or the label into another form. */
function probabilities({nodes, outputs}: OnnxGraph): {source: string; columns: number; dropped: GraphNode[]} {
  const zipMap = nodes.find(({operator}) => operator === "ZipMap");
  const [zipped] = zipMap?.inputs ?? [];
  if (zipMap !== undefined && zipped !== undefined) return {source: zipped, columns: 2, dropped: [zipMap]};
  const numbers = outputs.filter(({elementType: type}) => type === elementType.float || type === elementType.double);
  const output = numbers.length === 1 ? numbers[0] : numbers.find(({name}) => /prob/i.test(name));
  if (output === undefined) throw unsupported("has no output of probabilities, as a tensor or by ZipMap");
  const columns = output.shape === undefined || output.shape.length === 2 ? (columnsOf(output) ?? 2) : 1;
  if (columns > 2) throw unsupported(`tells ${columns} classes apart; there have to be two`);
  return {source: output.name, columns, dropped: []};
}

function checkInput({name, elementType: type}: GraphValue): void {
  if (type === elementType.float || type === elementType.double) return;
  throw unsupported(`takes something else than numbers as \`${name}\``);
}

const columnsOf = (value: GraphValue | undefined): number | undefined => value?.shape?.[1];

function cast(from: string, to: string, type: number | undefined): Uint8Array<ArrayBuffer> {
  return node("Cast", [from], [to], {attributes: [integerAttribute("to", type ?? elementType.float)]});
}

/** A model of `ai.onnx.ml` operators alone does not name the version of the standard ones. */
function standardOperators({modelFields}: OnnxGraph): Uint8Array[] {
  const domains = modelFields
    .filter(({number}) => number === 8)
    .map(({content}) => readMessage(content).find(({number}) => number === 1)?.content.length ?? 0);
  return domains.includes(0) ? [] : [message(8, [text(1, ""), integer(2, 17)])];
}

/** The node with other names of what it takes and gives. */
function renamed({field}: GraphNode, rename: (name: string) => string): Uint8Array {
  const parts = readMessage(field.content).map((part) =>
    part.number === 1 || part.number === 2
      ? text(part.number, rename(new TextDecoder().decode(part.content)))
      : part.whole
  );
  return message(1, parts);
}

/** First the nodes of inputs, then the model's own, then those of the output: each after those that it takes from. */
function inOrder(parts: readonly Uint8Array[]): Uint8Array[] {
  const fields = parts.map((part) => ({part, field: readMessage(part)[0]}));
  const nodes = fields.flatMap(({part, field}) => (field?.number === 1 ? [{part, content: field.content}] : []));
  const waiting = nodes.map(({part, content}) => {
    const own = readMessage(content);
    const names = (number: number) =>
      own.filter((entry) => entry.number === number).map((entry) => new TextDecoder().decode(entry.content));
    return {part, inputs: names(1), outputs: names(2)};
  });
  const made = new Set(waiting.flatMap(({outputs}) => outputs));
  const sorted: Uint8Array[] = [];
  while (waiting.length > 0) {
    const ready = waiting.findIndex(({inputs}) => inputs.every((name) => !made.has(name)));
    const [next] = waiting.splice(Math.max(ready, 0), 1);
    if (next === undefined) break;
    for (const name of next.outputs) made.delete(name);
    sorted.push(next.part);
  }
  return [...sorted, ...fields.flatMap(({part, field}) => (field?.number === 1 ? [] : [part]))];
}

function unsupported(what: string): UserError {
  return new UserError("onnx-unsupported", `The ONNX model ${what}.`);
}
