import type {Dataset} from "../../dataset/dataset.js";
import type {TrainingHistogram} from "../../src/lib/staged/manifest.js";
import {countByBin, robustEdges} from "../../src/lib/statistics/histogram.js";

const bins = 20;

/** The distribution of each feature in the training data, which drift is measured against. */
export function trainingHistograms({columns}: Pick<Dataset, "columns">): TrainingHistogram[] {
  return columns.map((values) => {
    const edges = robustEdges([values], bins);
    return {
      edges,
      counts: Array.from(countByBin(values, edges)),
      missing: values.reduce((missing, value) => missing + (Number.isNaN(value) ? 1 : 0), 0),
      ...rangeOf(values)
    };
  });
}

/** Of the finite values, if there are any. */
function rangeOf(values: Float64Array): Pick<TrainingHistogram, "minimum" | "maximum"> {
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
  }
  return minimum <= maximum ? {minimum, maximum} : {};
}
