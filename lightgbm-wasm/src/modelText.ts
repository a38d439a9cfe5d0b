import {LightGBMError} from "./error.js";
import {checkTree, commaHint, type Field, integer, refuse, treeKeys} from "./modelTree.js";

// Texts of these versions close their trees with an end mark, and have no other keys than these; older ones may.
const closedVersions = new Set(["v3", "v4"]);
const endOfTrees = "end of trees";
const headerKeys: ReadonlySet<string> = new Set(
  (
    "version num_class num_tree_per_iteration label_index max_feature_idx objective average_output feature_names " +
    "monotone_constraints feature_infos tree_sizes"
  ).split(" ")
);

/** What the lines before the first tree say, by key. */
type Header = Map<string, Field>;

/**
 * Checks a model text whole: that it is complete, that sizes and counts agree, that each tree is one and stays within
 * its features and categories, that numbers are numbers. LightGBM's own reader trusts all of this; a text that is cut
 * off or changed makes it read elsewhere in memory. Returns the text as it is to be read, with LightGBM's line ends, and
 * how deep its trees are. Throws a `LightGBMError` that names the line.
 */
export function checkModelText(given: string): {text: string; depth: number} {
  if (typeof given !== "string") throw new LightGBMError("A model text must be a string.");
  const text = given.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n");
  const lines = text.split("\n");
  if (lines[0] !== "tree") {
    throw new LightGBMError(`This is not a model text of LightGBM: it begins with "${lines[0].slice(0, 40)}".`);
  }
  if (text.includes("\0")) throw new LightGBMError("The model text has a zero byte.");
  const {header, end: firstTree} = readHeader(lines);
  const sizes = header.has("tree_sizes") ? naturalNumbers(header, "tree_sizes") : undefined;
  const isClosed = closedVersions.has(header.get("version")?.value ?? "");
  const closing = lines.indexOf(endOfTrees, firstTree);
  if (isClosed && closing < 0) {
    const found = lines.filter((line) => line.startsWith("Tree=")).length;
    const progress =
      sizes && found > 0 ? `it ends in tree ${found - 1} of ${sizes.length}` : "it ends before the trees";
    throw new LightGBMError(`The model text is incomplete: ${progress}, and its mark "${endOfTrees}" is missing.`);
  }
  if (isClosed) checkKeys(header.values(), headerKeys);
  const features = checkHeader(header);
  const {count, end, depth} = checkTrees(lines, {first: firstTree, features, sizes, isClosed});
  const perIteration = number(header, "num_tree_per_iteration", number(header, "num_class"));
  if (count % perIteration !== 0) {
    throw new LightGBMError(`The model text has ${count} trees, which is no multiple of ${perIteration} an iteration.`);
  }
  if (isClosed && end !== closing) {
    refuse({line: end + 1}, `a tree or "${endOfTrees}" is expected, not "${lines[end].slice(0, 40)}".`);
  }
  const late = lines.findIndex((line, i) => i > end && (line.startsWith("Tree=") || line === endOfTrees));
  if (late >= 0) refuse({line: late + 1}, `"${lines[late]}" comes after the trees.`);
  checkSection(lines, end, "parameters", /^\[\w+:.*\]$/);
  checkSection(lines, end, "parser", /^/);
  return {text, depth};
}

function readHeader(lines: readonly string[]): {header: Header; end: number} {
  const header: Header = new Map();
  for (let i = 1; i < lines.length; ++i) {
    const text = lines[i];
    if (text.startsWith("Tree=") || text === endOfTrees) return {header, end: i};
    if (text === "") continue;
    const [, key, value = ""] = /^([^=]*)(?:=(.*))?$/.exec(text) ?? [];
    const field = {line: i + 1, key, value};
    if (header.has(key)) refuse(field, `${key} is given twice.`);
    header.set(key, field);
  }
  return {header, end: lines.length};
}

/** Returns the number of features. */
function checkHeader(header: Header): number {
  const classes = number(header, "num_class");
  const perIteration = number(header, "num_tree_per_iteration", classes);
  if (classes < 1) refuse(field(header, "num_class"), "there must be at least one class.");
  if (perIteration !== classes) {
    refuse(
      field(header, "num_tree_per_iteration"),
      `${perIteration} trees an iteration do not give ${classes} classes.`
    );
  }
  number(header, "label_index");
  const features = number(header, "max_feature_idx") + 1;
  if (features < 1) refuse(field(header, "max_feature_idx"), "there must be at least one feature.");
  for (const key of ["feature_names", "feature_infos", "monotone_constraints"]) {
    const list = key === "monotone_constraints" ? header.get(key) : field(header, key);
    if (list === undefined) continue;
    const count = words(list).length;
    if (count !== features) refuse(list, `${key} has ${count} entries for ${features} features.`);
  }
  const infos = field(header, "feature_infos");
  for (const info of words(infos))
    if (!isFeatureInfo(info)) refuse(infos, `"${info}" does not describe a feature${commaHint(info)}.`);
  const constraints = header.get("monotone_constraints");
  if (constraints)
    for (const sign of words(constraints)) if (!/^(-1|0|1)$/.test(sign)) refuse(constraints, `"${sign}".`);
  checkObjective(header.get("objective"), classes);
  return features;
}

function checkObjective(objective: Field | undefined, classes: number): void {
  if (objective === undefined) return;
  const [name, ...settings] = words(objective);
  if (name === undefined) refuse(objective, "the objective has no name.");
  for (const setting of settings) {
    const [, key, value] = /^([^:]+):([^:]+)$/.exec(setting) ?? [];
    if (key === "num_class" && Number(value) !== classes) {
      refuse(objective, `the objective is for ${value} classes, the model for ${classes}.`);
    }
  }
  if (/^multiclass/.test(name) && !settings.some((setting) => setting.startsWith("num_class:"))) {
    refuse(objective, "the objective does not name its number of classes.");
  }
}

/** Either unused, or the least and greatest value, or the categories. */
function isFeatureInfo(info: string): boolean {
  if (info === "none" || /^-?\d+(:-?\d+)*$/.test(info)) return true;
  const [, least, greatest] = /^\[([^:]+):([^:]+)\]$/.exec(info) ?? [];
  return [least, greatest].every((bound) => bound !== undefined && /^[-+\w.]+$/.test(bound));
}

interface TreesOptions {
  /** The index of the line of the first tree. */
  first: number;
  features: number;
  /** How many bytes each tree should have. */
  sizes: readonly number[] | undefined;
  isClosed: boolean;
}

/** Checks the trees, one after the other; returns how many there are, the line after them, and their depth. */
function checkTrees(
  lines: readonly string[],
  {first, features, sizes, isClosed}: TreesOptions
): {count: number; end: number; depth: number} {
  let count = 0;
  let depth = 0;
  let i = first;
  while (i < lines.length && lines[i].startsWith("Tree=")) {
    const start = i++;
    const fields = new Map<string, Field>();
    for (; i < lines.length && lines[i] !== ""; ++i) {
      const [, key, value] = /^(\w+)=([\x20-\x7e]*)$/.exec(lines[i]) ?? [];
      if (key === undefined) refuse({line: i + 1}, `"${lines[i].slice(0, 40)}" is no line of a tree.`);
      if (fields.has(key)) refuse({line: i + 1}, `${key} is given twice.`);
      fields.set(key, {line: i + 1, key, value, tree: count});
    }
    if (isClosed) checkKeys(fields.values(), treeKeys);
    depth = Math.max(depth, checkTree(fields, {line: start + 1, tree: count}, features));
    while (i < lines.length && lines[i] === "") ++i;
    const size = sizes?.[count];
    // A tree is ASCII, checked above, so that its characters are its bytes.
    const length = lines.slice(start, i).reduce((sum, line) => sum + line.length + 1, 0);
    if (size !== undefined && size !== length) {
      refuse(
        {line: start + 1},
        `tree ${count} has ${length} bytes, but tree_sizes says ${size}; the text was changed.`
      );
    }
    ++count;
  }
  if (sizes !== undefined && sizes.length !== count) {
    throw new LightGBMError(`The model text has ${count} trees, but its tree_sizes are those of ${sizes.length}.`);
  }
  return {count, end: i, depth};
}

/** A section is optional, but it must be closed, and its lines must look as they should. */
function checkSection(lines: readonly string[], from: number, name: string, form: RegExp): void {
  const start = lines.indexOf(`${name}:`, from);
  if (start < 0) return;
  const end = lines.indexOf(`end of ${name}`, start);
  if (end < 0) throw new LightGBMError(`The model text is incomplete: its mark "end of ${name}" is missing.`);
  for (let i = start + 1; i < end; ++i) {
    if (lines[i] !== "" && !form.test(lines[i])) {
      refuse({line: i + 1}, `"${lines[i].slice(0, 40)}" is no line of ${name}.`);
    }
  }
}

function checkKeys(fields: Iterable<Field>, known: ReadonlySet<string>): void {
  for (const field of fields) if (!known.has(field.key)) refuse(field, `LightGBM does not write "${field.key}".`);
}

function field(header: Header, key: string): Field {
  const found = header.get(key);
  if (found === undefined) throw new LightGBMError(`The model text does not say its ${key}.`);
  return found;
}

function number(header: Header, key: string, otherwise?: number): number {
  return otherwise !== undefined && !header.has(key) ? otherwise : integer(field(header, key));
}

function naturalNumbers(header: Header, key: string): number[] {
  const list = field(header, key);
  return words(list).map((word) => integer({...list, value: word}));
}

function words({value}: Field): string[] {
  return value.split(" ").filter((word) => word !== "");
}
