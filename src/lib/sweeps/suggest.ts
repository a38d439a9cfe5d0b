import {RandomSource} from "../random.js";
import {parzenEstimator, snap} from "./parzenEstimator.js";
import {SobolPoints} from "./sobolPoints.js";
import {type Dimension, isActive, isChoice, type Settings, type SettingValue, type Space} from "./space.js";

/** A trial as far as others learn from it. Values are such that larger is better. */
export interface Observation {
  number: number;
  settings: Settings;
  /** Absent if it failed. */
  value?: number;
  /** How far it got, if it was ended early: the larger, the nearer to the end. */
  prunedAt?: number;
}

export interface SuggestOptions {
  seed: number;
  /** This many trials are spread evenly over the space, before the others learn from them. */
  startup?: number;
  /** Drawn from the density of the good trials; the one that is likeliest to be good is taken. */
  candidates?: number;
}

/**
 * The settings of a trial: a scrambled Sobol point for the first ones; then parameter by parameter the candidate x with
 * the largest l(x)/g(x), which maximises the expected improvement (Bergstra et al. 2011, section 4.1), l being the
 * density of the best tenth of the trials and g that of the others. The same arguments give the same settings.
 */
export function suggest(
  space: Space,
  trials: readonly Observation[],
  number: number,
  {seed, startup = 10, candidates = 24}: SuggestOptions
): Settings {
  // Trials have streams of their own, which do not depend on how many numbers others drew.
  const random = new RandomSource(seed * 2 ** 20 + number);
  const settings: Record<string, SettingValue> = {};
  const point = number < startup ? new SobolPoints(space.length, seed).at(number) : undefined;
  const {good, others} = splitTrials(trials);
  for (const [index, dimension] of space.entries()) {
    if (!isActive(dimension, settings)) continue;
    const share = point?.[index] ?? (trials.length < 2 ? random.uniform() : undefined);
    settings[dimension.name] =
      share === undefined ? likeliest(dimension, {good, others, candidates, random}) : valueAt(dimension, share);
  }
  return settings;
}

/** The value at a share of the way through the range, or of the choices. */
function valueAt(dimension: Dimension, share: number): SettingValue {
  if (isChoice(dimension)) return dimension.choices[Math.floor(share * dimension.choices.length)];
  const {from, to, scale, step} = dimension;
  const half = (step ?? 0) / 2;
  const [low, high] = [from - half, to + half];
  return snap(dimension, scale === "log" ? low * (high / low) ** share : low + share * (high - low));
}

interface Candidates {
  good: readonly Observation[];
  others: readonly Observation[];
  candidates: number;
  random: RandomSource;
}

function likeliest(dimension: Dimension, {good, others, candidates, random}: Candidates): SettingValue {
  const [l, g] = [good, others].map((trials) => parzenEstimator(dimension, valuesOf(dimension, trials)));
  let best = {value: Number.NaN, gain: -Infinity};
  for (let candidate = 0; candidate < candidates; ++candidate) {
    const value = l.sample(random);
    const gain = l.logDensity(value) - g.logDensity(value);
    if (candidate === 0 || gain > best.gain) best = {value, gain};
  }
  return isChoice(dimension) ? dimension.choices[best.value] : best.value;
}

/** The values of one parameter in the trials that have it, as numbers, oldest trial first. */
function valuesOf(dimension: Dimension, trials: readonly Observation[]): number[] {
  return trials.flatMap(({settings}) => {
    const value = settings[dimension.name];
    if (isChoice(dimension)) {
      const place = value === undefined ? -1 : dimension.choices.indexOf(value);
      return place < 0 ? [] : [place];
    }
    return typeof value === "number" ? [value] : [];
  });
}

/** The best tenth of the trials, at most 25, and the others, oldest first. Those that came farther are better. */
export function splitTrials(trials: readonly Observation[]): {good: Observation[]; others: Observation[]} {
  const known = trials.filter(({value}) => value !== undefined);
  const ranked = known.toSorted(
    (a, b) =>
      (b.prunedAt ?? Infinity) - (a.prunedAt ?? Infinity) || (b.value ?? 0) - (a.value ?? 0) || a.number - b.number
  );
  const good = new Set(ranked.slice(0, Math.min(25, Math.ceil(known.length / 10))));
  const byNumber = trials.toSorted((a, b) => a.number - b.number);
  return {good: byNumber.filter((trial) => good.has(trial)), others: byNumber.filter((trial) => !good.has(trial))};
}
