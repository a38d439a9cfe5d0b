import {UserError} from "../errors.js";

/** A value of the model text and the line it stands on, counted from 1. */
export interface TextField {
  value: string;
  line: number;
}

export type TextFields = Map<string, TextField>;

/**
 * LightGBM's model text, taken apart into its `key=value` fields and no further:
 * a header, one block of fields a tree, split counts and the training parameters.
 */
export interface ModelText {
  header: TextFields;
  trees: TextFields[];
  /** The number of splits on each feature, by feature name. */
  importances: Map<string, number>;
  /** The `[name: value]` lines, as they were. */
  parameters: string[];
}

/** @throws {UserError} `model-text-…`, with the line as the row, where the text is no complete LightGBM model. */
export function readModelText(text: string): ModelText {
  const lines = text.split(/\r?\n/);
  if (lines[0]?.trim() !== "tree") {
    throw new UserError("model-text-not-lightgbm", 'This is no LightGBM model text: its first line is not "tree".', {
      row: 1,
      value: lines[0]
    });
  }
  const end = lines.indexOf("end of trees");
  if (end < 0) {
    throw new UserError("model-text-truncated", 'The model text is cut off: the line "end of trees" is missing.', {
      row: lines.length
    });
  }
  const starts = lines.flatMap((line, index) => (index < end && line.startsWith("Tree=") ? [index] : []));
  const header = readFields(lines, 1, starts[0] ?? end);
  const trees = starts.map((start, tree) => readFields(lines, start + 1, starts[tree + 1] ?? end));
  const announced = header.get("tree_sizes");
  if (announced && words(announced.value).length !== trees.length) {
    throw new UserError(
      "model-text-truncated",
      `The model text announces ${words(announced.value).length} trees and has ${trees.length}.`,
      {row: announced.line}
    );
  }
  return {
    header,
    trees,
    importances: new Map(
      section(lines, end, "feature_importances:", "").map((line) => {
        const equals = line.lastIndexOf("=");
        return [line.slice(0, equals), Number(line.slice(equals + 1))];
      })
    ),
    parameters: section(lines, end, "parameters:", "end of parameters")
  };
}

/** Writes what LightGBM itself would: it finds the trees by `tree_sizes`, which is counted again, in bytes. */
export function writeModelText({header, trees, importances, parameters}: ModelText): string {
  const blocks = trees.map((fields, index) => `Tree=${index}\n${writeFields(fields)}\n\n`);
  const sizes = blocks.map((block) => new TextEncoder().encode(block).length);
  const counts = [...importances].filter(([, count]) => count > 0).sort(([, a], [, b]) => b - a);
  return [
    "tree\n",
    writeFields(new Map([...header, ["tree_sizes", {value: sizes.join(" "), line: 0}]])),
    "\n",
    ...blocks,
    "end of trees\n\nfeature_importances:\n",
    ...counts.map(([feature, count]) => `${feature}=${count}\n`),
    "\nparameters:\n",
    ...parameters.map((line) => `${line}\n`),
    "\nend of parameters\n"
  ].join("");
}

/** The model whose trees a second one goes on from, and that second one, as one. */
export function joinModels(first: ModelText, second: ModelText): ModelText {
  const importances = new Map(first.importances);
  for (const [feature, count] of second.importances) importances.set(feature, (importances.get(feature) ?? 0) + count);
  return {...second, trees: [...first.trees, ...second.trees], importances};
}

/** @throws {UserError} `model-text-missing-field` where the header or the tree lacks the field. */
export function requireField(fields: TextFields, name: string, owner: string): TextField {
  const field = fields.get(name);
  if (field) return field;
  const [first] = fields.values();
  throw new UserError("model-text-missing-field", `${owner} of the model text has no "${name}".`, {
    row: first?.line,
    column: name
  });
}

/** The words of a field that holds a list. */
export function words(value: string): string[] {
  return value.split(" ").filter((word) => word !== "");
}

/** `average_output` is a field without a value. */
function readFields(lines: string[], start: number, end: number): TextFields {
  const fields: TextFields = new Map();
  for (let index = start; index < end; index++) {
    const line = lines[index];
    if (line === "") continue;
    const equals = line.indexOf("=");
    fields.set(equals < 0 ? line : line.slice(0, equals), {
      value: equals < 0 ? "" : line.slice(equals + 1),
      line: index + 1
    });
  }
  return fields;
}

function writeFields(fields: TextFields): string {
  return [...fields]
    .map(([name, {value}]) => (name === "average_output" ? `${name}\n` : `${name}=${value}\n`))
    .join("");
}

function section(lines: string[], from: number, title: string, last: string): string[] {
  const start = lines.indexOf(title, from);
  if (start < 0) return [];
  const end = lines.indexOf(last, start);
  return lines.slice(start + 1, end < 0 ? undefined : end).filter((line) => line !== "");
}
