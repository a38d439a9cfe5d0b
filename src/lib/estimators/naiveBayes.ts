import {type MeasuredCurve, shrinkCurves} from "../statistics/sharedShape.js";
import {additiveModelText, findStep, importanceOf, type StepFunction, stepValue} from "../trees/stepFunctions.js";
import type {FittedModel, LabelledTable} from "./estimator.js";

export interface NaiveBayesParams {
  /** Of each feature, with equally many training rows. */
  bins: number;
  /** Rows that are added to each count, so that none is zero. */
  alpha: number;
  /** `shared`: the features' curves of log ratios are alike, and those poorly known take after the others. */
  prior: "shared" | "none";
}

/**
 * Naive Bayes on binned densities: the log-odds are the prior's and, for each feature, the log of how much likelier its
 * bin is in rows of target 1 than of target 0. A missing value is a bin of its own; a feature that was never missing in
 * training says nothing where it is.
 */
export function fitNaiveBayes(
  {columns, featureNames, target}: LabelledTable,
  training: Uint32Array,
  params: NaiveBayesParams
): FittedModel {
  const counts = columns.map((column) => countBins(column, target, training, params.bins));
  const ratios = params.prior === "none" ? counts.map(plainRatios(params)) : sharedRatios(counts, params);
  const functions = counts.map((counted, feature) => stepFunction(counted, ratios[feature], params));
  const positives = training.reduce((sum, row) => sum + target[row], 0);
  const share = positives / training.length;
  const intercept = Math.log(positives / (training.length - positives));
  return {
    text: additiveModelText({intercept, featureNames, functions, share}),
    importance: {
      gain: functions.map((step) => importanceOf(step, share)),
      split: functions.map(({thresholds}) => thresholds.length)
    },
    predict(row) {
      let logOdds = intercept;
      for (let feature = 0; feature < columns.length; ++feature)
        logOdds += stepValue(functions[feature], columns[feature][row]);
      return 1 / (1 + Math.exp(-logOdds));
    }
  };
}

/** Counts are of target 0 and of target 1. */
interface CountedBins {
  /** The greatest value of each bin but the last. */
  edges: Float64Array;
  counts: readonly [Float64Array, Float64Array];
  missing: [number, number];
}

/** Equal edges leave bins between them empty. */
function countBins(column: Float64Array, target: Uint8Array, training: Uint32Array, bins: number): CountedBins {
  const values = Float64Array.from(training, (row) => column[row])
    .filter((value) => !Number.isNaN(value))
    .sort();
  const edges = Float64Array.from({length: bins - 1}, (_, edge) =>
    values.length === 0 ? 0 : values[Math.floor(((edge + 1) * (values.length - 1)) / bins)]
  );
  const counts = [new Float64Array(bins), new Float64Array(bins)] as const;
  const missing: [number, number] = [0, 0];
  for (const row of training) {
    const label = target[row] === 1 ? 1 : 0;
    if (Number.isNaN(column[row])) ++missing[label];
    else ++counts[label][findStep(edges, column[row])];
  }
  return {edges, counts, missing};
}

const total = (counts: Float64Array) => counts.reduce((sum, count) => sum + count, 0);

/** The same as scikit-learn's CategoricalNB has. */
const plainRatios =
  ({alpha}: NaiveBayesParams) =>
  ({counts: [negatives, positives]}: CountedBins): Float64Array => {
    const bins = negatives.reduce((count, value, bin) => count + (value + positives[bin] > 0 ? 1 : 0), 0);
    const [allNegatives, allPositives] = [total(negatives) + alpha * bins, total(positives) + alpha * bins];
    return negatives.map((count, bin) =>
      Math.log((positives[bin] + alpha) / allPositives / ((count + alpha) / allNegatives))
    );
  };

/** The added rows have the share of target 1 that all have, so that empty bins say nothing. */
function sharedRatios(counts: readonly CountedBins[], {alpha}: NaiveBayesParams): Float64Array[] {
  return shrinkCurves(
    counts.map(({counts: [negatives, positives]}): MeasuredCurve => {
      const odds = total(positives) / total(negatives);
      const empty = (bin: number) => negatives[bin] + positives[bin] === 0;
      return {
        values: negatives.map((count, bin) => Math.log((positives[bin] + alpha * odds) / (count + alpha) / odds)),
        variances: negatives.map((count, bin) =>
          empty(bin) ? Infinity : 1 / (positives[bin] + alpha * odds) + 1 / (count + alpha)
        )
      };
    })
  );
}

/** Bins without rows join the one above. */
function stepFunction(
  {edges, counts: [negatives, positives], missing}: CountedBins,
  ratios: Float64Array,
  {alpha}: NaiveBayesParams
): StepFunction {
  const rows = negatives.map((count, bin) => count + positives[bin]);
  const used = [...rows.keys()].filter((bin) => rows[bin] > 0);
  const missingRows = missing[0] + missing[1];
  const share = (label: 0 | 1) =>
    (missing[label] + alpha) / (total(label === 0 ? negatives : positives) + missing[label] + 2 * alpha);
  const present = missingRows === 0 ? 0 : Math.log((1 - share(1)) / (1 - share(0)));
  return {
    thresholds: used.slice(0, -1).map((bin) => edges[bin]),
    values: used.length === 0 ? [0] : used.map((bin) => ratios[bin] + present),
    counts: used.length === 0 ? [0] : used.map((bin) => rows[bin]),
    missing: {value: missingRows === 0 ? 0 : Math.log(share(1) / share(0)), count: missingRows}
  };
}
