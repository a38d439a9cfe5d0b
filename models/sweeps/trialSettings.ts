import {snap} from "../../src/lib/sweeps/parzenEstimator.js";
import {
  type Dimension,
  isActive,
  isChoice,
  type Settings,
  type SettingValue,
  type Space
} from "../../src/lib/sweeps/space.js";
import {type Observation, suggest} from "../../src/lib/sweeps/suggest.js";
import type {CatalogueModel, ModelParams} from "../training/model.js";
import {barsOf, rungIterations} from "./pruning.js";
import type {Trial} from "./sweepRuns.js";

/** Trials that do not learn from others: the model itself, and ten that are spread evenly over the space. */
const startupTrials = 11;

/** What a trial is to be; all that it takes from other trials. */
export interface TrialTask {
  number: number;
  settings: Settings;
  /** The iterations at which it is compared with others, and the AUC that it needs there to go on. */
  rungs: readonly number[];
  bars: Readonly<Record<number, number>>;
}

/**
 * Whether a trial learns from another one: from the first, which says where all are compared, and from those that have
 * ended when as many as there are workers are going on, this one among them. So the same number of workers have the same
 * trials, whichever is faster.
 */
const learnsFrom = (number: number, other: number, workers: number): boolean =>
  other < number && (other === 0 || other <= number - workers);

/** @param trials those that have ended; all that it learns from must be there */
export function planTrial(
  model: CatalogueModel,
  space: Space,
  trials: readonly Trial[],
  number: number,
  {seed, workers}: {seed: number; workers: number}
): TrialTask {
  const earlier = trials.filter((trial) => learnsFrom(number, trial.number, workers));
  const settings = trialSettings(model, space, earlier, number, seed);
  const rungs = rungIterations(model.withParams(settings), space, earlier[0]);
  return {number, settings, rungs, bars: barsOf(rungs, earlier)};
}

/**
 * The settings of a trial. The first has the model's own, so that a sweep finds nothing worse than the model.
 * @param earlier the trials that it learns from
 */
function trialSettings(
  model: CatalogueModel,
  space: Space,
  earlier: readonly Observation[],
  number: number,
  seed: number
): Settings {
  if (number === 0) return ownSettings(model, space);
  return suggest(space, earlier, number, {seed, startup: startupTrials});
}

/** The model's own parameters, or what is nearest to them in the space; of those it leaves to the trainer, none. */
function ownSettings({params}: CatalogueModel, space: Space): Settings {
  const settings: Record<string, SettingValue> = {};
  for (const dimension of space) {
    if (!isActive(dimension, settings)) continue;
    const value = nearest(dimension, params[dimension.name]);
    if (value !== undefined) settings[dimension.name] = value;
  }
  return settings;
}

function nearest(dimension: Dimension, own: ModelParams[string] | undefined): SettingValue | undefined {
  if (isChoice(dimension)) {
    const [first] = dimension.choices;
    return dimension.choices.find((choice) => choice === own) ?? (own === undefined ? undefined : first);
  }
  return typeof own === "number" ? snap(dimension, own) : undefined;
}
