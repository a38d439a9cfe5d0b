import {UserError} from "../errors.js";
import {
  type ModelText,
  readModelText,
  requireField,
  type TextField,
  type TextFields,
  words,
  writeModelText
} from "./modelText.js";
import {parseTreeEnsemble} from "./parse.js";

/** Header fields in which all folds have to agree. */
const sharedFields = [
  "version",
  "num_class",
  "num_tree_per_iteration",
  "max_feature_idx",
  "objective",
  "feature_names"
];

/** Sums of hessians: a third of a text of small trees, and of use to training alone. */
const trainingFields = ["leaf_weight", "internal_weight"];

/**
 * Averages the models of a cross-validation's folds into one genuine LightGBM model text.
 *
 * The mean is taken of the raw scores, in log-odds, not of the probabilities: then the average of k boosted models is
 * again one boosted model, all trees of all folds with their values divided by k, which LightGBM itself can load,
 * explain and predict with. Random forests average their trees already; theirs are put side by side, weighted so
 * that folds of different size count the same. Fields that only training uses are left out.
 *
 * @throws {UserError} `folds-empty`, `folds-differ`, or `model-text-…` where a text is no readable model.
 */
export function mergeFolds(texts: readonly string[]): string {
  if (texts.length === 0) throw new UserError("folds-empty", "There is no fold model to average.");
  // Reads every value, so that a damaged fold is refused here.
  for (const text of texts) parseTreeEnsemble(text);
  const folds = texts.map(readModelText);
  const [first] = folds;
  for (const [index, fold] of folds.entries()) checkAlike(first, fold, index);

  const treeCount = folds.reduce((total, {trees}) => total + trees.length, 0);
  const average = first.header.has("average_output");
  return writeModelText({
    header: new Map([...first.header, ["feature_infos", {value: mergeFeatureInfos(folds), line: 0}]]),
    trees: folds.flatMap(({trees}) => {
      const divisor = average ? (folds.length * trees.length) / treeCount : folds.length;
      return trees.map(withoutTrainingFields).map((tree) => (divisor === 1 ? tree : divideTree(tree, divisor)));
    }),
    importances: sumImportances(folds),
    parameters: first.parameters
  });
}

function checkAlike({header}: ModelText, fold: ModelText, index: number): void {
  for (const name of sharedFields) {
    const wanted = requireField(header, name, "The header");
    const found = requireField(fold.header, name, "The header");
    if (found.value !== wanted.value) {
      throw new UserError("folds-differ", `Fold models 0 and ${index} differ in "${name}" and cannot be averaged.`, {
        row: found.line,
        column: name,
        value: found.value
      });
    }
  }
  if (header.has("average_output") !== fold.header.has("average_output")) {
    throw new UserError("folds-differ", `Of fold models 0 and ${index} only one is a random forest.`, {
      column: "average_output"
    });
  }
}

function withoutTrainingFields(fields: TextFields): TextFields {
  return new Map([...fields].filter(([name]) => !trainingFields.includes(name)));
}

/** What LightGBM's `Tree::Shrinkage` does: leaf and inner values and the recorded shrinkage are scaled. */
function divideTree(fields: TextFields, divisor: number): TextFields {
  const divide = (name: string, write: (value: number) => string): [string, TextField][] => {
    const field = fields.get(name);
    if (!field) return [];
    const value = words(field.value).map((word) => write(Number(word) / divisor));
    return [[name, {...field, value: value.join(" ")}]];
  };
  return new Map([
    ...fields,
    ...divide("leaf_value", String),
    ...divide("internal_value", sixDigits),
    ...divide("shrinkage", sixDigits)
  ]);
}

/** LightGBM writes what predictions do not depend on with six digits. */
function sixDigits(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** The range, or the categories, that any of the folds saw in training. */
function mergeFeatureInfos(folds: readonly ModelText[]): string {
  const infos = folds.map(({header}) => words(requireField(header, "feature_infos", "The header").value));
  return infos[0].map((_, feature) => infos.map((fold) => fold[feature] ?? "none").reduce(mergeFeatureInfo)).join(" ");
}

function mergeFeatureInfo(a: string, b: string): string {
  if (a === b || b === "none") return a;
  if (a === "none") return b;
  if (!a.startsWith("[") || !b.startsWith("[")) return [...new Set([...a.split(":"), ...b.split(":")])].join(":");
  const [low, high] = a.slice(1, -1).split(":");
  const [otherLow, otherHigh] = b.slice(1, -1).split(":");
  return `[${Number(otherLow) < Number(low) ? otherLow : low}:${Number(otherHigh) > Number(high) ? otherHigh : high}]`;
}

function sumImportances(folds: readonly ModelText[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const {importances} of folds) {
    for (const [feature, count] of importances) sums.set(feature, (sums.get(feature) ?? 0) + count);
  }
  return sums;
}
