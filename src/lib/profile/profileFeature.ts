import {kolmogorovSmirnov} from "../drift/kolmogorovSmirnov.js";
import {populationStabilityIndex} from "../drift/populationStabilityIndex.js";
import {countSortedByBin, edgesOfSorted} from "../statistics/histogram.js";
import {sortedKnown} from "../statistics/quantiles.js";
import {rankAuc} from "../statistics/rankAuc.js";
import {rounded, summarizeColumn} from "./columnSummary.js";
import type {FeatureProfile} from "./featureProfile.js";
import {type RateBins, rateByQuantile} from "./rateByQuantile.js";
import {type RepeatedValues, repeatedValues} from "./repeatedValues.js";

/** Enough to show the bumps of these variables, few enough for 200 small charts. */
const bins = 32;

const scoreDigits = 5;

export interface FeatureColumns {
  name: string;
  train: Float64Array;
  test: Float64Array;
  /** 0 or 1, by training row. */
  target: Uint8Array;
}

/** A feature in the training file beside the test file. A column with missing values has the AUC of its other rows. */
export function profileFeature({name, train, test, target}: FeatureColumns): FeatureProfile {
  const sorted = {
    train: sortedKnown(train),
    test: sortedKnown(test),
    positives: sortedKnown(positivesOf(train, target))
  };
  const edges = edgesOfSorted([sorted.train, sorted.test], bins);
  const trainCounts = countSortedByBin(sorted.train, edges);
  const testCounts = countSortedByBin(sorted.test, edges);
  const auc = rankAuc(sorted.positives, sorted.train);
  const distance = kolmogorovSmirnov(sorted.train, sorted.test);
  return {
    name,
    train: summarizeColumn(sorted.train, train.length),
    test: summarizeColumn(sorted.test, test.length),
    edges,
    trainCounts: Array.from(trainCounts),
    testCounts: Array.from(testCounts),
    positiveCounts: Array.from(countSortedByBin(sorted.positives, edges)),
    rates: roundedRates(rateByQuantile(sorted.train, sorted.positives)),
    repeats: roundedRepeats(repeatedValues(sorted.train, sorted.positives)),
    ...(auc !== undefined && {auc: rounded(auc, scoreDigits)}),
    ...(distance !== undefined && {
      drift: {
        populationStabilityIndex: rounded(populationStabilityIndex(trainCounts, testCounts), scoreDigits),
        kolmogorovSmirnov: rounded(distance, scoreDigits)
      }
    })
  };
}

/** An infinite value is in the bin of the greatest or the least finite number. */
function roundedRates({upper, ...counts}: RateBins): RateBins {
  const largest = Number.MAX_VALUE;
  return {upper: upper.map((value) => rounded(Math.max(-largest, Math.min(largest, value)))), ...counts};
}

function roundedRepeats({chance, ...counts}: RepeatedValues): RepeatedValues {
  return {...counts, ...(chance !== undefined && {chance: rounded(chance, scoreDigits)})};
}

/** The values of the rows with target 1. */
function positivesOf(values: Float64Array, target: Uint8Array): Float64Array {
  const positives: number[] = [];
  for (let row = 0; row < values.length; ++row) if (target[row] === 1) positives.push(values[row]);
  return Float64Array.from(positives);
}
