import {isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap} from "yaml";
import {UserError} from "../../src/lib/errors.js";
import {isRecord} from "../../src/lib/json.js";
import {nearestName} from "../../src/lib/nearestName.js";
import {mostDimensions} from "../../src/lib/sweeps/sobolPoints.js";
import {type Conditional, type Dimension, isChoice, type SettingValue, type Space} from "../../src/lib/sweeps/space.js";
import type {CatalogueModel} from "../training/model.js";

const keys = ["from", "to", "scale", "step", "choices", "when"];

/**
 * Reads a search space in YAML: by parameter a range (`{from: 2, to: 64, scale: log, step: 1}`), a list of choices, or
 * one value; with `when: {boosting: dart}` it counts only there. Every end and choice is tried on the model.
 * @throws UserError space-malformed with the line as row; bad-setting, unknown-parameter as the model says
 */
export function readSpace(text: string, model: CatalogueModel, file?: string): Space {
  const lines = new LineCounter();
  const document = parseDocument(text, {lineCounter: lines, logLevel: "silent"});
  const refuse = (node: {range?: readonly number[] | null} | null | undefined, message: string): never => {
    const row = lines.linePos(node?.range?.[0] ?? 0).line;
    throw new UserError("space-malformed", `Line ${row} of the search space: ${message}`, {file, row});
  };
  const [error] = document.errors;
  if (error !== undefined) refuse({range: error.pos}, "this is not valid YAML.");
  const {contents} = document;
  if (!isMap(contents))
    return refuse(contents, "a space is a list of parameters, such as `num_leaves: {from: 2, to: 64, step: 1}`.");
  const space: Dimension[] = [];
  for (const {key, value} of contents.items) {
    const name = isScalar(key) ? String(key.value) : "";
    const at = isNode(key) ? key : contents;
    if (space.some((other) => other.name === name)) refuse(at, `${name} is there twice.`);
    const dimension = readDimension(name, value, (message, node) => refuse(node ?? at, message));
    checkCondition(dimension, space, (message) => refuse(at, message));
    try {
      for (const trial of extremes(dimension)) model.withParams({[name]: trial});
    } catch (fault) {
      if (!(fault instanceof UserError)) throw fault;
      throw new UserError(
        fault.code,
        `Line ${lines.linePos(at.range?.[0] ?? 0).line} of the search space: ${fault.message}`,
        {
          ...fault.place,
          file
        }
      );
    }
    space.push(dimension);
  }
  if (space.length === 0) refuse(contents, "it names no parameter.");
  if (space.length > mostDimensions)
    refuse(contents, `at most ${mostDimensions} parameters can vary, not ${space.length}.`);
  return space;
}

type Refuse = (message: string, node?: Node) => never;

const isNode = (value: unknown): value is Node => isScalar(value) || isMap(value) || isSeq(value);
const isValue = (value: unknown): value is SettingValue =>
  typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value));

function readDimension(name: string, node: unknown, refuse: Refuse): Dimension {
  if (isScalar(node) && isValue(node.value)) return {name, choices: [node.value]};
  if (isSeq(node)) return {name, choices: readValues(name, node.toJSON(), refuse)};
  if (!isMap(node)) return refuse(`${name} needs a range, a list of choices or a value.`);
  const entry = readEntry(name, node, refuse);
  const when = readCondition(name, entry.when, refuse);
  if (entry.choices !== undefined) {
    if (entry.from !== undefined || entry.to !== undefined)
      refuse(`${name} has choices and a range; it can have one of them.`);
    return {name, choices: readValues(name, entry.choices, refuse), ...(when && {when})};
  }
  const {from, to, scale = "linear", step} = entry;
  if (typeof from !== "number" || typeof to !== "number" || !Number.isFinite(from) || !Number.isFinite(to))
    return refuse(`${name} needs numbers \`from\` and \`to\`, or \`choices\`.`);
  if (from >= to) refuse(`the range of ${name} is empty: from ${from} to ${to}.`);
  if (scale !== "linear" && scale !== "log")
    return refuse(`the scale of ${name} is linear or log, not ${String(scale)}.`);
  if (scale === "log" && from <= 0) refuse(`${name} has a log scale, so that it must begin above 0, not at ${from}.`);
  if (step !== undefined && !(typeof step === "number" && step > 0 && step <= to - from))
    return refuse(`the step of ${name} must be a number above 0 and at most ${to - from}.`);
  if (scale === "log" && step !== undefined && from - step / 2 <= 0)
    refuse(`${name} has a log scale, so that it must begin above half a step, not at ${from}.`);
  const last = step === undefined ? to : from + Math.floor((to - from) / step + 1e-9) * step;
  return {name, from, to: last, scale, ...(step !== undefined && {step}), ...(when && {when})};
}

function readEntry(name: string, node: YAMLMap, refuse: Refuse): Record<string, unknown> {
  const entry: unknown = node.toJSON();
  if (!isRecord(entry)) return refuse(`${name} needs a range, a list of choices or a value.`);
  for (const key of Object.keys(entry)) {
    if (keys.includes(key)) continue;
    const near = nearestName(key, keys);
    refuse(
      `${name} has no setting \`${key}\`; ${near === undefined ? `they are ${keys.join(", ")}` : `did you mean \`${near}\``}${near === undefined ? "." : "?"}`
    );
  }
  return entry;
}

function readValues(name: string, list: unknown, refuse: Refuse): SettingValue[] {
  if (!Array.isArray(list) || list.length === 0 || !list.every(isValue))
    return refuse(`the choices of ${name} must be a list of values.`);
  const repeated = list.find((value, index) => list.indexOf(value) !== index);
  if (repeated !== undefined) refuse(`the choice ${String(repeated)} of ${name} is there twice.`);
  return list;
}

function readCondition(name: string, when: unknown, refuse: Refuse): Conditional["when"] {
  if (when === undefined) return undefined;
  const [entry, ...others] = isRecord(when) ? Object.entries(when) : [];
  if (entry === undefined || others.length > 0)
    return refuse(`the condition of ${name} must name one parameter, such as \`when: {boosting: dart}\`.`);
  const [parent, value] = entry;
  return {name: parent, values: readValues(parent, Array.isArray(value) ? value : [value], refuse)};
}

function checkCondition({name, when}: Dimension, before: Space, refuse: Refuse): void {
  if (when === undefined) return;
  const parent = before.find((other) => other.name === when.name);
  if (parent === undefined) {
    const near = nearestName(
      when.name,
      before.map((other) => other.name)
    );
    refuse(
      `the condition of ${name} is on ${when.name}, which is not before it in the space${near === undefined ? "." : `; did you mean ${near}?`}`
    );
  }
  if (!isChoice(parent))
    refuse(`the condition of ${name} is on ${parent.name}, which has a range; it can be on choices only.`);
  else {
    const missing = when.values.find((value) => !parent.choices.includes(value));
    if (missing !== undefined)
      refuse(`the condition of ${name} never holds: ${parent.name} has no choice ${String(missing)}.`);
  }
}

/** Values that a parameter must be able to have, for the model to judge. */
function extremes(dimension: Dimension): SettingValue[] {
  if (isChoice(dimension)) return [...dimension.choices];
  const {from, to, step} = dimension;
  return [from, to, step === undefined ? from + (to - from) * 0.3819 : from + step];
}
