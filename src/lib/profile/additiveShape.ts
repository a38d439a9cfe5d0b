import {type AdditiveShape, type ShapeFunction, shapeFunctions, shapeValue} from "../trees/shapeFunctions.js";
import {findStep} from "../trees/stepFunctions.js";
import type {TreeEnsemble} from "../trees/treeEnsemble.js";
import type {FeatureShape} from "./modelShape.js";

/**
 * The functions that a model is the sum of, each with the mean 0 over the rows and the band of the folds' own models.
 * Undefined for a model that is no such sum.
 * @param columns      of the training rows, by position in the ensemble's features
 * @param treesByFold  in the order of the ensemble's trees; without it there is no band
 */
export function additiveShape(
  ensemble: TreeEnsemble,
  columns: readonly Float64Array[],
  treesByFold: readonly number[] = []
): {intercept: number; features: FeatureShape[]} | undefined {
  const whole = shapeFunctions(ensemble);
  if (whole === undefined) return undefined;
  const folds = foldShapes(ensemble, treesByFold);
  let {intercept} = whole;
  const features = whole.functions.flatMap((found, feature) => {
    if (found === undefined) return [];
    const shape = inSteps(found);
    const rows = stepRows(shape, columns[feature]);
    const mean = centre(shape, rows);
    intercept += mean;
    const own = folds.map(({functions}) => stepsOf(functions[feature], shape, rows));
    const values = shape.values.map((value) => value - mean);
    return {
      name: ensemble.featureNames[feature],
      thresholds: shape.thresholds,
      values,
      least: values.map((value, step) => own.reduce((least, fold) => Math.min(least, fold[step]), value)),
      greatest: values.map((value, step) => own.reduce((most, fold) => Math.max(most, fold[step]), value)),
      ...(Number.isFinite(shape.missing) && {missing: shape.missing - mean}),
      meanAbsolute: meanAbsolute(values, shape.missing - mean, rows)
    };
  });
  return {intercept, features: features.sort((a, b) => b.meanAbsolute - a.meanAbsolute)};
}

/** The models that were averaged, each as it was. */
function foldShapes(ensemble: TreeEnsemble, treesByFold: readonly number[]): AdditiveShape[] {
  const total = treesByFold.reduce((sum, count) => sum + count, 0);
  if (total !== ensemble.trees.length) return [];
  let begin = 0;
  return treesByFold.flatMap((count) => {
    const trees = ensemble.trees.slice(begin, begin + count);
    begin += count;
    const {length} = treesByFold;
    const factor = ensemble.averageOutput ? (length * count) / total : length;
    const scaled = trees.map((tree) => ({...tree, leafValue: tree.leafValue.map((value) => value * factor)}));
    return shapeFunctions({...ensemble, trees: scaled}) ?? [];
  });
}

/** A function of categories, which are whole numbers, as steps from one to the next. */
function inSteps(shape: ShapeFunction): ShapeFunction {
  if (shape.categories === undefined) return shape;
  const codes = Array.from({length: Math.max(...shape.categories.keys()) + 1}, (_, code) => code);
  const thresholds = Float64Array.from([-1, ...codes]);
  const [unknown] = shape.values;
  const values = Float64Array.from([unknown, ...codes.map((code) => shapeValue(shape, code)), unknown]);
  return {thresholds, values, missing: shape.missing};
}

/** Rows by step of a function, and those without a value. */
interface StepRows {
  counts: Float64Array;
  missing: number;
  total: number;
}

function stepRows({thresholds, values}: ShapeFunction, column: Float64Array): StepRows {
  const counts = new Float64Array(values.length);
  let missing = 0;
  for (const value of column) {
    if (Number.isNaN(value)) ++missing;
    else ++counts[findStep(thresholds, value)];
  }
  return {counts, missing, total: column.length};
}

function centre({values, missing}: Pick<ShapeFunction, "values" | "missing">, rows: StepRows): number {
  if (rows.total === 0) return 0;
  const sum = values.reduce((total, value, step) => total + value * rows.counts[step], 0);
  return (sum + missing * rows.missing) / rows.total;
}

function meanAbsolute(values: Float64Array, missing: number, {counts, missing: rows, total}: StepRows): number {
  const sum = values.reduce((all, value, step) => all + Math.abs(value) * counts[step], 0);
  return total === 0 ? 0 : (sum + Math.abs(missing) * rows) / total;
}

/** Another model's function at the steps of this one, with its own mean 0. */
function stepsOf(other: ShapeFunction | undefined, {thresholds}: ShapeFunction, rows: StepRows): Float64Array {
  const ends = [...thresholds, Infinity];
  if (other === undefined) return new Float64Array(ends.length);
  const values = Float64Array.from(ends, (end) => shapeValue(other, end));
  const mean = centre({values, missing: other.missing}, rows);
  return values.map((value) => value - mean);
}
