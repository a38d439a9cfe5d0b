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

/** Trials that do not learn from others: the model itself, and ten that are spread evenly over the space. */
export const startupTrials = 11;

/**
 * The settings of a trial. The first has the model's own, so that a sweep finds nothing worse than the model.
 * @param earlier the trials that it learns from
 */
export function trialSettings(
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
