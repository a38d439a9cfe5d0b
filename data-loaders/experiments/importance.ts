import {artifactPaths} from "../../models/tracking/crossValidationRuns.js";
import {damagedRun} from "../../models/tracking/faults.js";
import type {FeatureImportance} from "../../src/lib/experiment/experiment.js";
import {isRecord, parseJson} from "../../src/lib/json.js";

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/**
 * Reads `importance.json`: highest mean gain first; equal ones in the order of the features.
 * @throws UserError damaged-run
 */
export function readImportance(text: string, {name}: {name: string}): FeatureImportance[] {
  const importance = parseJson(text);
  const damaged = (what: string) => damagedRun(`${artifactPaths.importance} of run ${name}`, what);
  if (!Array.isArray(importance) || !importance.every(isImportance)) throw damaged("it is not a list of importances");
  if (!Number.isFinite(total(importance.map(({gain}) => total(gain)))))
    throw damaged("its gains are too large for a sum");
  return byGain(importance.map(({feature, gain, split}) => ({feature, gain, split})));
}

/** The files that MLflow's autolog of LightGBM and XGBoost writes: an object of numbers by feature. */
export const autologImportance = {
  gain: "feature_importance_gain.json",
  split: "feature_importance_split.json"
} as const;

/**
 * The importances that MLflow's autolog wrote for each fold's model, or for the one model of a single run. A feature
 * that is missing in a fold was not used there.
 * @throws UserError damaged-run
 */
export function joinImportance(
  models: readonly {gain: string; split: string | undefined}[],
  {name}: {name: string}
): FeatureImportance[] {
  const read = (text: string, file: string) => {
    const values = parseJson(text);
    if (isRecord(values) && Object.values(values).every((value) => Number.isFinite(value)))
      return new Map(Object.entries(values).map(([feature, value]) => [feature, Number(value)]));
    throw damagedRun(`${file} of run ${name}`, "it is not an object of numbers");
  };
  const gains = models.map(({gain}) => read(gain, autologImportance.gain));
  const splits = models.map(({split}) => read(split ?? "{}", autologImportance.split));
  const features = new Set(gains.flatMap((gain) => [...gain.keys()]));
  const of = (maps: readonly Map<string, number>[], feature: string) => maps.map((map) => map.get(feature) ?? 0);
  return byGain(Array.from(features, (feature) => ({feature, gain: of(gains, feature), split: of(splits, feature)})));
}

function byGain(importance: readonly FeatureImportance[]): FeatureImportance[] {
  return importance
    .map((entry) => ({entry, gain: total(entry.gain) / entry.gain.length}))
    .sort((a, b) => b.gain - a.gain)
    .map(({entry}) => entry);
}

function isImportance(value: unknown): value is FeatureImportance {
  return isRecord(value) && typeof value.feature === "string" && isNumbers(value.gain) && isNumbers(value.split);
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => Number.isFinite(entry));
}
