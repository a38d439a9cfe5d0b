import {aucPlacements, delongTest, varianceOfMean} from "../statistics/delong.js";
import {type Interval, normalInterval} from "../statistics/interval.js";
import {checkRows} from "../statistics/labelledRows.js";
import {type BootstrapOptions, type PairedStatistic, pairedBootstrap} from "../statistics/pairedBootstrap.js";
import {type Confusion, f1, precision, recall} from "./confusion.js";
import type {MetricName} from "./metrics.js";
import {rowLogloss} from "./probabilityLosses.js";

/** One model's predictions; its rows are those of the labels. */
export interface ScoredRows {
  probabilities: ArrayLike<number>;
  /** From which on a row is predicted as 1; accuracy, precision, recall and F1 need it. */
  threshold?: number;
}

/** How an interval over rows is made. */
export type RowMethod = "DeLong’s test" | "normal interval of the rows’ mean" | "paired bootstrap over rows";

export const rowMethod = (name: MetricName): RowMethod => {
  if (name === "auc") return "DeLong’s test";
  return name in means ? "normal interval of the rows’ mean" : "paired bootstrap over rows";
};

/**
 * The first model's metric less the second's on the same rows, with its 95 % interval over other rows of the same kind:
 * the AUC by DeLong's test; what is a mean over rows (log loss, Brier score, accuracy) by the normal interval of the
 * mean difference; the rest by the paired bootstrap. Pauses as `pairedBootstrap` does.
 * @param labels 0 or 1 by row
 * @returns undefined where the metric does not exist on these rows
 * @throws RangeError for a metric that needs thresholds, without them
 */
export function* rowDifference(
  name: MetricName,
  labels: ArrayLike<number>,
  first: ScoredRows,
  second: ScoredRows,
  options: BootstrapOptions = {}
): Generator<void, Interval | undefined> {
  if (name === "auc") {
    const a = aucPlacements(labels, first.probabilities);
    yield;
    const b = aucPlacements(labels, second.probabilities);
    yield;
    return a && b && delongTest(a, b, options).interval;
  }
  const rowMean = means[name];
  if (rowMean !== undefined) {
    const [a, b] = [first, second].map((scored) => rowMean(labels, scored));
    return meanInterval(
      a.map((value, row) => value - b[row]),
      options.confidence
    );
  }
  return yield* pairedBootstrap(
    name === "average_precision"
      ? precisionStatistic(labels, first, second)
      : confusionStatistic(ofConfusion[name], labels, first, second),
    options
  );
}

type RowMeans = (labels: ArrayLike<number>, scored: ScoredRows) => Float64Array;

const means: Partial<Record<MetricName, RowMeans>> = {
  logloss: (labels, {probabilities}) => byRow(labels, (row) => rowLogloss(labels[row], probabilities[row])),
  brier: (labels, {probabilities}) => byRow(labels, (row) => (probabilities[row] - labels[row]) ** 2),
  accuracy(labels, {probabilities, threshold}) {
    const least = required(threshold);
    return byRow(labels, (row) => Number(probabilities[row] >= least === (labels[row] === 1)));
  }
};

function byRow(labels: ArrayLike<number>, value: (row: number) => number): Float64Array {
  const values = new Float64Array(labels.length);
  for (let row = 0; row < values.length; ++row) values[row] = value(row);
  return values;
}

function meanInterval(differences: Float64Array, confidence?: number): Interval | undefined {
  const rows = differences.length;
  if (rows < 2) return undefined;
  const mean = differences.reduce((sum, difference) => sum + difference, 0) / rows;
  return normalInterval(mean, Math.sqrt(varianceOfMean(differences)), confidence);
}

function required(threshold: number | undefined): number {
  if (threshold === undefined) throw new RangeError("The metric needs a threshold.");
  return threshold;
}

/** Of metrics that are made of counts at the threshold. */
const ofConfusion: Partial<Record<MetricName, (confusion: Confusion) => number>> = {precision, recall, f1};

/** Rows fall into eight kinds, by label and both predictions; a resample is the counts of these. */
function confusionStatistic(
  measure: ((confusion: Confusion) => number) | undefined,
  labels: ArrayLike<number>,
  first: ScoredRows,
  second: ScoredRows
): PairedStatistic {
  if (measure === undefined) throw new RangeError("The metric has no definition by rows.");
  const rows = checkRows(labels, first.probabilities);
  const [firstThreshold, secondThreshold] = [required(first.threshold), required(second.threshold)];
  const kinds = new Uint8Array(rows);
  for (let row = 0; row < rows; ++row) {
    const [a, b] = [first.probabilities[row] >= firstThreshold, second.probabilities[row] >= secondThreshold];
    kinds[row] = labels[row] * 4 + Number(a) * 2 + Number(b);
  }
  return {
    rows,
    difference(counts) {
      const of = new Float64Array(8);
      for (let row = 0; row < rows; ++row) of[kinds[row]] += counts[row];
      const confusion = (mask: number): Confusion => {
        const sum = (label: number, predicted: boolean) =>
          [0, 1, 2, 3].reduce(
            (total, kind) => total + (((kind & mask) !== 0) === predicted ? of[4 * label + kind] : 0),
            0
          );
        return {
          truePositives: sum(1, true),
          falseNegatives: sum(1, false),
          falsePositives: sum(0, true),
          trueNegatives: sum(0, false)
        };
      };
      return of[4] + of[5] + of[6] + of[7] === 0 ? undefined : measure(confusion(2)) - measure(confusion(1));
    }
  };
}

function precisionStatistic(labels: ArrayLike<number>, first: ScoredRows, second: ScoredRows): PairedStatistic {
  const rows = checkRows(labels, first.probabilities);
  checkRows(labels, second.probabilities);
  const [a, b] = [first, second].map(({probabilities}) => resampledPrecision(labels, probabilities));
  return {
    rows,
    difference(counts) {
      const [ofFirst, ofSecond] = [a(counts), b(counts)];
      return ofFirst === undefined || ofSecond === undefined ? undefined : ofFirst - ofSecond;
    }
  };
}

/** Average precision of resamples: rows are sorted once, and each resample is one pass over them. */
function resampledPrecision(labels: ArrayLike<number>, probabilities: ArrayLike<number>) {
  const rows = labels.length;
  const order = Uint32Array.from({length: rows}, (_, row) => row);
  order.sort((a, b) => probabilities[b] - probabilities[a]);
  const sortedLabels = Uint8Array.from(order, (row) => labels[row]);
  const isLastOfTie = Uint8Array.from(order, (row, rank) =>
    rank + 1 < rows && probabilities[order[rank + 1]] === probabilities[row] ? 0 : 1
  );
  return (counts: Uint16Array): number | undefined => {
    let predicted = 0;
    let truePositives = 0;
    let previous = 0;
    let sum = 0;
    for (let rank = 0; rank < rows; ++rank) {
      const count = counts[order[rank]];
      predicted += count;
      if (sortedLabels[rank] === 1) truePositives += count;
      if (isLastOfTie[rank] === 0 || truePositives === previous) continue;
      sum += ((truePositives - previous) * truePositives) / predicted;
      previous = truePositives;
    }
    return truePositives === 0 ? undefined : sum / truePositives;
  };
}
