import {runKinds, runTags} from "../../models/tracking/crossValidationRuns.js";
import type {Run} from "../../models/tracking/runStore.js";

/** Parameters that tell folds apart, and by which they are ordered. */
const foldNumber = /^(k_?)?(fold|split)s?([ _.-]?(id|index|idx|number|no|nr|num|i|k))?$/i;

/** Others in which folds of one model may differ: their rows, and what follows from them. */
const foldDetail =
  /^((n|num|number_of)_)?(train|training|valid|validation|val|test|eval)(_?(rows|size|samples|indices))?$|seed|random_state|best_iteration|best_ntree_limit|n_estimators_?used/i;

/** Whether runs nested in one are the trials of a search: they have parameters that are not the same in all. */
export function isSearch(nested: readonly Run[]): boolean {
  const names = new Set(nested.flatMap(({params}) => Object.keys(params)));
  return [...names].some(
    (name) =>
      !foldNumber.test(name) && !foldDetail.test(name) && new Set(nested.map(({params}) => params[name])).size > 1
  );
}

/** Whether a metric was logged by more than one of the runs. */
export function sharesMetrics(nested: readonly Run[]): boolean {
  const seen = new Set<string>();
  for (const {metrics} of nested) {
    const names = Object.keys(metrics);
    if (names.some((name) => seen.has(name))) return true;
    for (const name of names) seen.add(name);
  }
  return false;
}

/**
 * The runs of a cross-validation's folds, by fold: the number that the tag `fold` gives, else a parameter or the end of
 * the name, else the order in which they began.
 * @returns what is wrong, where a fold is missing: a mean over the others would be another mean
 */
export function foldsOf({params, tags}: Run, nested: readonly Run[]): Run[] | string {
  if (tags[runTags.kind] !== runKinds.crossValidation) {
    const unfinished = nested.filter(({status}) => status !== "FINISHED").length;
    return unfinished > 0 ? `${unfinished} of its ${nested.length} nested runs did not finish` : inOrder(nested);
  }
  const folds = nested
    .filter((run) => run.tags[runTags.kind] === runKinds.fold)
    .sort((a, b) => Number(a.tags[runTags.fold]) - Number(b.tags[runTags.fold]));
  const isComplete =
    folds.length === Number(params.folds ?? folds.length) &&
    folds.length > 0 &&
    folds.every((fold, i) => fold.tags[runTags.fold] === String(i));
  return isComplete ? folds : `it should have ${params.folds ?? "numbered"} fold runs and has ${folds.length}`;
}

function inOrder(nested: readonly Run[]): Run[] {
  const begun = nested.toSorted((a, b) => a.startTime - b.startTime || (a.name < b.name ? -1 : 1));
  const numbers = new Map(begun.map((run) => [run, numberOf(run)]));
  const isNumbered = new Set(numbers.values()).size === nested.length && ![...numbers.values()].includes(undefined);
  return isNumbered ? begun.sort((a, b) => (numbers.get(a) ?? 0) - (numbers.get(b) ?? 0)) : begun;
}

function numberOf({name, params, tags}: Run): number | undefined {
  const param = Object.keys(params).find((key) => foldNumber.test(key));
  const text = tags[runTags.fold] ?? (param === undefined ? undefined : params[param]) ?? /\d+$/.exec(name)?.[0];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
