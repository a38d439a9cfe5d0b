import {UserError} from "../errors.js";
import {type MessageField, readMessage, textOf} from "./readMessage.js";

/** An input or output of a graph. */
export interface GraphValue {
  name: string;
  /** ONNX's number of the element type; undefined for what is no tensor. */
  elementType: number | undefined;
  /** A number for each fixed dimension, undefined for any other; undefined if the file does not say. */
  shape: (number | undefined)[] | undefined;
}

export interface GraphNode {
  operator: string;
  inputs: string[];
  outputs: string[];
  field: MessageField;
}

/** An ONNX file, as far as one has to look into it to give it other inputs and outputs. */
export interface OnnxGraph {
  /** The model's fields without the graph, and the graph's without nodes, inputs and outputs. */
  modelFields: MessageField[];
  graphFields: MessageField[];
  nodes: GraphNode[];
  /** Without those that are constants of the file. */
  inputs: GraphValue[];
  outputs: GraphValue[];
}

const model = {graph: 7} as const;
const graph = {node: 1, initializer: 5, input: 11, output: 12} as const;

/** @throws {UserError} `onnx-damaged` */
export function readGraph(file: Uint8Array): OnnxGraph {
  const modelFields = readMessage(file);
  const content = modelFields.find(({number}) => number === model.graph)?.content;
  if (content === undefined) throw new UserError("onnx-damaged", "This is not an ONNX model: it has no graph.");
  const fields = readMessage(content);
  const of = (number: number) => fields.filter((field) => field.number === number);
  const constants = of(graph.initializer).map(({content}) => firstText(content, 8));
  const own: number[] = [graph.node, graph.input, graph.output];
  return {
    modelFields: modelFields.filter(({number}) => number !== model.graph),
    graphFields: fields.filter(({number}) => !own.includes(number)),
    nodes: of(graph.node).map(readNode),
    inputs: of(graph.input)
      .map(readValue)
      .filter(({name}) => !constants.includes(name)),
    outputs: of(graph.output).map(readValue)
  };
}

function readNode(field: MessageField): GraphNode {
  const fields = readMessage(field.content);
  const texts = (number: number) => fields.filter((part) => part.number === number).map(textOf);
  return {operator: texts(4)[0] ?? "", inputs: texts(1), outputs: texts(2), field};
}

function readValue({content}: MessageField): GraphValue {
  const tensor = inside(inside(content, 2), 1);
  if (tensor === undefined) return {name: firstText(content, 1), elementType: undefined, shape: undefined};
  const shape = inside(tensor, 2);
  return {
    name: firstText(content, 1),
    elementType: readMessage(tensor).find(({number}) => number === 1)?.value,
    shape:
      shape &&
      readMessage(shape)
        .filter(({number}) => number === 1)
        .map(({content}) => readMessage(content).find(({number}) => number === 1)?.value)
  };
}

function inside(message: Uint8Array | undefined, number: number): Uint8Array | undefined {
  return message && readMessage(message).find((field) => field.number === number)?.content;
}

function firstText(message: Uint8Array, number: number): string {
  const field = readMessage(message).find((field) => field.number === number);
  return field === undefined ? "" : textOf(field);
}
