import {bytes, concatenate, integer, integers, message, text} from "./protobuf.js";

/**
 * ONNX's own messages, the few that a model of trees needs. Field numbers are those of onnx.proto;
 * each function returns one encoded field of the message that contains it.
 */
type Field = Uint8Array<ArrayBuffer>;

/** ONNX's numbers of the types of a tensor's elements. */
export const elementType = {float: 1, double: 11, integer: 7} as const;
const attributeType = {integer: 2, string: 3, tensor: 4, integers: 7, strings: 8} as const;

/** How many rows a tensor has: a name where the model takes any number, then a number for each fixed dimension. */
export type Shape = readonly (string | number)[];

export interface NodeOptions {
  domain?: string;
  attributes?: readonly Field[];
}

export function node(operator: string, inputs: string[], outputs: string[], options: NodeOptions = {}): Field {
  const {domain = "", attributes = []} = options;
  return message(1, [
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, operator),
    ...attributes,
    ...(domain === "" ? [] : [text(7, domain)])
  ]);
}

export function integerAttribute(name: string, value: number): Field {
  return attribute(name, attributeType.integer, integer(3, value));
}

export function stringAttribute(name: string, value: string): Field {
  return attribute(name, attributeType.string, text(4, value));
}

export function integersAttribute(name: string, values: readonly number[]): Field {
  return attribute(name, attributeType.integers, integers(8, values));
}

export function stringsAttribute(name: string, values: readonly string[]): Field {
  return attribute(name, attributeType.strings, concatenate(values.map((value) => text(9, value))));
}

/** A one-dimensional tensor of doubles. */
export function doublesAttribute(name: string, values: readonly number[]): Field {
  return attribute(name, attributeType.tensor, message(5, doubleTensor(values, [values.length])));
}

/** A constant of the graph. */
export function doubleInitializer(name: string, values: readonly number[], shape: readonly number[]): Field {
  return message(5, [...doubleTensor(values, shape), text(8, name)]);
}

/** A constant list of integers from -2^31 to 2^31 − 1. */
export function integerInitializer(name: string, values: readonly number[]): Field {
  const raw = new DataView(new ArrayBuffer(values.length * 8));
  for (const [index, value] of values.entries()) raw.setBigInt64(index * 8, BigInt(value), true);
  const tensor = [
    integer(1, values.length),
    integer(2, elementType.integer),
    text(8, name),
    bytes(9, new Uint8Array(raw.buffer))
  ];
  return message(5, tensor);
}

function doubleTensor(values: readonly number[], shape: readonly number[]): Field[] {
  const raw = new DataView(new ArrayBuffer(values.length * 8));
  for (const [index, value] of values.entries()) raw.setFloat64(index * 8, value, true);
  return [
    ...shape.map((size) => integer(1, size)),
    integer(2, elementType.double),
    bytes(9, new Uint8Array(raw.buffer))
  ];
}

export function graphInput(name: string, type: keyof typeof elementType, shape: Shape): Field {
  return valueInfo(11, name, type, shape);
}

export function graphOutput(name: string, type: keyof typeof elementType, shape: Shape): Field {
  return valueInfo(12, name, type, shape);
}

export interface ModelOptions {
  graphName: string;
  /** Nodes, inputs and outputs. */
  graph: readonly Field[];
  producer: string;
  irVersion: number;
  /** Version by domain; the domain of ONNX's standard operators is "". */
  operatorSets: Readonly<Record<string, number>>;
  metadata: Readonly<Record<string, string>>;
}

/** The whole model file. */
export function modelFile({graphName, graph, producer, irVersion, operatorSets, metadata}: ModelOptions): Field {
  return concatenate([
    integer(1, irVersion),
    text(2, producer),
    message(7, [...graph, text(2, graphName)]),
    ...Object.entries(operatorSets).map(([domain, version]) => message(8, [text(1, domain), integer(2, version)])),
    ...Object.entries(metadata).map(([key, value]) => message(14, [text(1, key), text(2, value)]))
  ]);
}

function attribute(name: string, type: number, value: Field): Field {
  return message(5, [text(1, name), value, integer(20, type)]);
}

function valueInfo(field: number, name: string, type: keyof typeof elementType, shape: Shape): Field {
  const dimensions = shape.map((size) => message(1, [typeof size === "number" ? integer(1, size) : text(2, size)]));
  const tensor = message(1, [integer(1, elementType[type]), message(2, dimensions)]);
  return message(field, [text(1, name), message(2, [tensor])]);
}
