import {isScalar, type Node} from "yaml";
import {UserError} from "../../src/lib/errors.js";
import {nearestName} from "../../src/lib/nearestName.js";
import {mostDimensions} from "../../src/lib/sweeps/sobolPoints.js";
import {
  type Conditional,
  type Dimension,
  isChoice,
  type NumberDimension,
  type SettingValue,
  type Space
} from "../../src/lib/sweeps/space.js";
import type {CatalogueModel} from "../training/model.js";
import {type Entry, SpaceDocument} from "./spaceDocument.js";

const keys = ["from", "to", "scale", "step", "choices", "when"];

/** Steps are counted from numbers with decimals: 0.3 is 3 steps of 0.1. */
const rounding = 1e-9;

/**
 * Reads a search space in YAML: by parameter a range (`{from: 2, to: 64, scale: log, step: 1}`), a list of choices, or
 * one value; with `when: {boosting: dart}` it counts only there. Every end and choice is tried on the model.
 * @throws UserError space-malformed with the line as row; bad-setting, unknown-parameter as the model says
 */
export function readSpace(text: string, model: CatalogueModel, file?: string): Space {
  const document = new SpaceDocument(text, file);
  const entries = document.entries(document.root);
  if (entries === undefined)
    return document.refuse(
      document.root,
      "a space is a list of parameters, such as `num_leaves: {from: 2, to: 64, step: 1}`."
    );
  const [first] = entries;
  if (first === undefined) return document.refuse(document.root, "it names no parameter.");
  const space: Dimension[] = [];
  for (const entry of entries) {
    const reader = new DimensionReader(document, entry);
    const dimension = reader.read();
    reader.checkCondition(dimension, space);
    reader.tryOn(model, dimension);
    space.push(dimension);
  }
  if (space.length > mostDimensions)
    document.refuse(first.key, `at most ${mostDimensions} parameters can vary, not ${space.length}.`);
  return space;
}

/** Reads what a space says of one parameter. */
class DimensionReader {
  readonly #document: SpaceDocument;
  readonly #entry: Entry;
  readonly #name: string;
  /** Where the values stand that the model is to judge. */
  readonly #places = new Map<SettingValue, Node>();

  constructor(document: SpaceDocument, entry: Entry) {
    this.#document = document;
    this.#entry = entry;
    this.#name = entry.name;
    if (entry.name === "") this.#refuse("the name of a parameter is missing.");
  }

  read(): Dimension {
    const name = this.#name;
    const {value} = this.#entry;
    if (this.#document.items(value) !== undefined) return {name, choices: this.#choices(value)};
    const settings = this.#document.entries(value);
    if (settings === undefined) {
      const only = this.#value(value);
      this.#places.set(only, value);
      return {name, choices: [only]};
    }
    const unknown = settings.find((setting) => !keys.includes(setting.name));
    if (unknown !== undefined) {
      const near = nearestName(unknown.name, keys);
      const hint = near === undefined ? `; they are ${keys.join(", ")}.` : `; did you mean \`${near}\`?`;
      this.#refuse(`${name} has no setting \`${unknown.name}\`${hint}`, unknown.key);
    }
    const find = (wanted: string) => settings.find((setting) => setting.name === wanted);
    const condition = find("when");
    const when = condition && {when: this.#condition(condition)};
    const choices = find("choices");
    if (choices === undefined) return {name, ...this.#range(find), ...when};
    const other = find("from") ?? find("to") ?? find("step") ?? find("scale");
    if (other !== undefined) this.#refuse(`${name} has choices and a range; it can have one of them.`, other.key);
    return {name, choices: this.#choices(choices.value), ...when};
  }

  #range(find: (key: string) => Entry | undefined): Omit<NumberDimension, "name" | "when"> {
    const name = this.#name;
    const [start, end, spacing, kind] = [find("from"), find("to"), find("step"), find("scale")];
    if (start === undefined || end === undefined)
      return this.#refuse(`${name} needs numbers \`from\` and \`to\`, or \`choices\`.`);
    const [from, to] = [this.#number(start), this.#number(end)];
    if (from >= to) this.#refuse(`the range of ${name} is empty: from ${from} to ${to}.`, start.key);
    const scale = kind === undefined ? "linear" : isScalar(kind.value) ? kind.value.value : "another";
    if (scale !== "linear" && scale !== "log")
      return this.#refuse(`the scale of ${name} is linear or log, not ${String(scale)}.`, kind?.key);
    if (scale === "log" && from <= 0)
      this.#refuse(`${name} has a log scale, so that it must begin above 0, not at ${from}.`, start.key);
    const step = spacing && this.#number(spacing);
    if (step !== undefined && !(step > 0 && step <= to - from))
      this.#refuse(`the step of ${name} must be a number above 0 and at most ${to - from}, not ${step}.`, spacing?.key);
    if (scale === "log" && step !== undefined && from - step / 2 <= 0)
      this.#refuse(`${name} has a log scale, so that it must begin above half a step, not at ${from}.`, start.key);
    const last = step === undefined ? to : from + Math.floor((to - from) / step + rounding) * step;
    this.#places.set(from, start.key).set(last, end.key);
    return {from, to: last, scale, ...(step !== undefined && {step})};
  }

  #number({name, key, value}: Entry): number {
    const found = isScalar(value) ? value.value : undefined;
    if (typeof found === "number" && Number.isFinite(found)) return found;
    return this.#refuse(
      `${this.#name} needs numbers \`from\` and \`to\`, or \`choices\`: \`${name}\` is ${describe(value)}.`,
      key
    );
  }

  #value(node: Node): SettingValue {
    const value = isScalar(node) ? node.value : undefined;
    if (
      typeof value !== "string" &&
      typeof value !== "boolean" &&
      !(typeof value === "number" && Number.isFinite(value))
    )
      return this.#refuse(
        `${this.#name} needs a range, a list of choices or a value, and not ${describe(node)}.`,
        node.range ? node : this.#entry.key
      );
    return value;
  }

  /** One or more values of one kind. */
  #choices(node: Node, of = this.#name): SettingValue[] {
    const nodes = this.#document.items(node) ?? [];
    if (nodes.length === 0) this.#refuse(`the choices of ${of} must be a list of values.`, node);
    const values: SettingValue[] = [];
    for (const item of nodes) {
      const value = this.#value(item);
      if (values.includes(value)) this.#refuse(`the choice ${String(value)} of ${of} is there twice.`, item);
      const other = values.find((before) => typeof before !== typeof value);
      if (other !== undefined)
        this.#refuse(
          `the choices of ${of} are of mixed kinds: ${other} is ${kindOf(other)}, ${value} is ${kindOf(value)}.`,
          item
        );
      values.push(value);
      if (of === this.#name) this.#places.set(value, item);
    }
    return values;
  }

  #condition({value}: Entry): Conditional["when"] {
    const [parent, ...others] = this.#document.entries(value) ?? [];
    if (parent === undefined || others.length > 0 || parent.name === "")
      return this.#refuse(
        `the condition of ${this.#name} must name one parameter, such as \`when: {boosting: dart}\`.`,
        value
      );
    const isList = this.#document.items(parent.value) !== undefined;
    const values = isList ? this.#choices(parent.value, parent.name) : [this.#value(parent.value)];
    return {name: parent.name, values};
  }

  checkCondition({name, when}: Dimension, before: Space): void {
    if (when === undefined) return;
    const parent = before.find((other) => other.name === when.name);
    if (parent === undefined) {
      const near = nearestName(
        when.name,
        before.map((other) => other.name)
      );
      const hint = near === undefined ? "." : `; did you mean ${near}?`;
      this.#refuse(`the condition of ${name} is on ${when.name}, which is not before it in the space${hint}`);
    } else if (!isChoice(parent))
      this.#refuse(`the condition of ${name} is on ${parent.name}, which has a range; it can be on choices only.`);
    const missing = when.values.find((value) => !parent.choices.includes(value));
    if (missing !== undefined)
      this.#refuse(`the condition of ${name} never holds: ${parent.name} has no choice ${String(missing)}.`);
  }

  /** Lets the model judge values that the parameter must be able to have. */
  tryOn(model: CatalogueModel, dimension: Dimension): void {
    const {name} = dimension;
    for (const value of extremes(dimension)) {
      const place = this.#places.get(value) ?? this.#entry.key;
      try {
        this.#refuseAlias(model.params, model.withParams({[name]: value}).params);
      } catch (error) {
        if (!(error instanceof UserError) || error.code === "space-malformed") throw error;
        const isBetween = !isChoice(dimension) && value !== dimension.from && value !== dimension.to;
        const hint = isBetween && dimension.step === undefined ? " With `step: 1` there are integers only." : "";
        this.#document.refuse(place, error.message + hint, error.code);
      }
    }
  }

  /** Two names of one parameter would vary it twice. */
  #refuseAlias(before: CatalogueModel["params"], after: CatalogueModel["params"]): void {
    const name = this.#name;
    const changed = name in after ? undefined : Object.keys(after).find((other) => after[other] !== before[other]);
    if (changed !== undefined) this.#refuse(`${name} is another name of ${changed}; use that one.`);
  }

  #refuse(message: string, at: Node = this.#entry.key): never {
    return this.#document.refuse(at, message);
  }
}

function extremes(dimension: Dimension): SettingValue[] {
  if (isChoice(dimension)) return [...dimension.choices];
  const {from, to, step} = dimension;
  return [from, to, step === undefined ? from + (to - from) * 0.3819 : from + step];
}

const kindOf = (value: SettingValue): string =>
  ({number: "a number", boolean: "true or false", string: "text"})[typeof value as "number" | "boolean" | "string"];

function describe(node: Node): string {
  if (!isScalar(node)) return "a list or a map";
  const {value} = node;
  if (value === null) return "nothing";
  if (typeof value === "number") return `${Number.isNaN(value) ? "not a number" : "infinite"}`;
  return typeof value === "string" ? `the text ${JSON.stringify(value)}` : String(value);
}
