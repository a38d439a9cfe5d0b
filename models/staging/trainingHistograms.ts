import type {Dataset} from "../../dataset/dataset.js";
import type {TrainingHistogram} from "../../src/lib/staged/manifest.js";
import {countByBin, robustEdges} from "../../src/lib/statistics/histogram.js";

const bins = 20;

/** The distribution of each feature in the training data, which drift is measured against. */
export function trainingHistograms({columns}: Dataset): TrainingHistogram[] {
  return columns.map((values) => {
    const edges = robustEdges([values], bins);
    return {
      edges,
      counts: Array.from(countByBin(values, edges)),
      missing: values.reduce((missing, value) => missing + (Number.isNaN(value) ? 1 : 0), 0)
    };
  });
}
