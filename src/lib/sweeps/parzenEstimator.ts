import type {RandomSource} from "../random.js";
import {logNormalMass, normalDistribution, normalQuantile} from "../statistics/normal.js";
import {type Dimension, isChoice, type NumberDimension} from "./space.js";

// The densities l(x) and g(x) of a tree-structured Parzen estimator: Bergstra, Bardenet, Bengio and Kégl, “Algorithms
// for Hyper-Parameter Optimization” (NIPS 2011), section 4. A value is a number; of choices, its place among them.

/** Below this number of observations all count alike; of more, the oldest count less. */
const recent = 25;
/** The narrowest kernel is the range over this. */
const narrowest = 100;

/** The density of the values of one parameter in some trials, oldest first, mixed with a prior over its whole range. */
export interface ParzenEstimator {
  sample(random: RandomSource): number;
  logDensity(value: number): number;
}

export function parzenEstimator(dimension: Dimension, values: readonly number[]): ParzenEstimator {
  const weights = [...(values.length === 0 ? [] : weightsOf(values.length)), 1];
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = weights.map((weight) => weight / total);
  return isChoice(dimension)
    ? choiceEstimator(dimension.choices.length, values, shares)
    : numberEstimator(dimension, values, shares);
}

/** 1 for the latest 25 trials, rising to it from 1/n for those before. */
function weightsOf(count: number): number[] {
  const old = count - recent;
  return Array.from({length: count}, (_, index) => {
    if (index >= old) return 1;
    return old === 1 ? 1 / count : 1 / count + (index / (old - 1)) * (1 - 1 / count);
  });
}

/** Every observation is a kernel that has most of its mass on its own choice; the prior spreads it over all. */
function choiceEstimator(choices: number, values: readonly number[], shares: readonly number[]): ParzenEstimator {
  const prior = 1 / (values.length + 1);
  const probabilities = new Array<number>(choices).fill(0);
  for (const [kernel, share] of shares.entries()) {
    const value = values[kernel];
    const sum = prior * choices + (value === undefined ? 0 : 1);
    for (let choice = 0; choice < choices; ++choice)
      probabilities[choice] += (share * (prior + (choice === value ? 1 : 0))) / sum;
  }
  return {
    sample: (random) => draw(probabilities, random),
    logDensity: (value) => Math.log(probabilities[value] ?? 0)
  };
}

/** A mixture of normal distributions, cut off at the ends of the range; of whole steps, what falls on each of them. */
function numberEstimator(
  dimension: NumberDimension,
  values: readonly number[],
  shares: readonly number[]
): ParzenEstimator {
  const {step, scale} = dimension;
  const half = (step ?? 0) / 2;
  const transform = scale === "log" ? Math.log : (value: number) => value;
  const [low, high] = [transform(dimension.from - half), transform(dimension.to + half)];
  const centers = values.map(transform);
  const widths = widthsOf(centers, low, high);
  const prior = {center: (low + high) / 2, width: high - low};
  const kernels = [...centers.map((center, i) => ({center, width: widths[i]})), prior];
  const logShares = shares.map(Math.log);
  const logTruncations = kernels.map(({center, width}) =>
    logNormalMass((low - center) / width, (high - center) / width)
  );
  return {
    sample(random) {
      const {center, width} = kernels[draw(shares, random)];
      const lowest = normalDistribution((low - center) / width);
      const highest = normalDistribution((high - center) / width);
      const drawn = center + width * normalQuantile(lowest + random.uniform() * (highest - lowest));
      return snap(dimension, scale === "log" ? Math.exp(drawn) : drawn);
    },
    logDensity: (value) =>
      logSumOfExponentials(
        kernels.map(({center, width}, kernel) => {
          const place = (at: number) => (transform(at) - center) / width;
          const log =
            step === undefined
              ? -(place(value) ** 2) / 2 - Math.log(width * Math.sqrt(2 * Math.PI))
              : logNormalMass(place(value - half), place(value + half));
          return logShares[kernel] + log - logTruncations[kernel];
        })
      )
  };
}

/**
 * Each kernel reaches to the farther of its neighbours (Bergstra et al., section 4.2); the outermost ones to their only
 * neighbour, and none beyond the range or below a part of it that shrinks as trials come in.
 */
function widthsOf(centers: readonly number[], low: number, high: number): number[] {
  const order = centers.map((_, index) => index).sort((a, b) => centers[a] - centers[b]);
  const sorted = [low, ...order.map((index) => centers[index]), high];
  const least = (high - low) / Math.min(narrowest, centers.length + 2);
  const widths = new Array<number>(centers.length);
  for (const [place, index] of order.entries()) {
    const left = sorted[place + 1] - sorted[place];
    const right = sorted[place + 2] - sorted[place + 1];
    const isFirst = place === 0;
    const isLast = place === order.length - 1;
    const alone = isFirst && isLast;
    const width = alone || !(isFirst || isLast) ? Math.max(left, right) : isFirst ? right : left;
    widths[index] = Math.min(high - low, Math.max(least, width));
  }
  return widths;
}

/** The nearest value that the parameter may have. */
export function snap({from, to, step}: NumberDimension, value: number): number {
  const stepped = step === undefined ? value : from + Math.round((value - from) / step) * step;
  return Math.min(to, Math.max(from, stepped));
}

/** A place in a list of probabilities. */
function draw(probabilities: readonly number[], random: RandomSource): number {
  let rest = random.uniform();
  for (const [place, probability] of probabilities.entries()) {
    rest -= probability;
    if (rest < 0) return place;
  }
  return probabilities.length - 1;
}

function logSumOfExponentials(logs: readonly number[]): number {
  const largest = Math.max(...logs);
  if (largest === -Infinity) return -Infinity;
  return largest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - largest), 0));
}
