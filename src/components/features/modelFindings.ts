import type {Correlations} from "../../lib/profile/correlations.js";
import type {FeatureProfile} from "../../lib/profile/featureProfile.js";
import type {ModelShape} from "../../lib/profile/modelShape.js";
import {occurrenceClasses} from "../../lib/profile/repeatedValues.js";
import type {TrainOrTest} from "../../lib/profile/trainOrTest.js";
import {wilsonInterval} from "../../lib/statistics/wilsonInterval.js";
import {formatCount, formatMetric, formatPercent} from "../format.js";

/** “The model is a sum of 200 curves, and var_81 moves its score most”. */
export function shapeFinding({features, exact, explained}: ModelShape): string {
  const [first] = features;
  if (first === undefined) return "The model uses no feature";
  const curves = features.length === 1 ? "one curve" : `${formatCount(features.length)} curves`;
  return exact
    ? `The model is a sum of ${curves}; ${first.name} moves its score most`
    : `Curves explain ${formatPercent(explained, 0)} of the score’s variance; ${first.name} moves it most`;
}

/** What the curves are, and what a reader can do with them. */
export function shapeNote({exact, folds, rows, features, pairs = []}: ModelShape): string {
  const order = `Ordered by how far a feature moves the score on average: ${formatMetric(features[0]?.meanAbsolute, 3)} in log-odds for the first, ${formatMetric(features.at(-1)?.meanAbsolute, 3)} for the last.`;
  const dots = "Dots: target 1 in tenths of the training rows, on the same scale.";
  if (exact)
    return `Each row’s score is the intercept plus one number read off each curve, exactly: the model has no interactions. ${folds > 1 ? `The band spans the models of the ${folds} folds. ` : ""}${dots} ${order}`;
  const strongest = pairs.slice(0, 3).map(({a, b, share}) => `${a} with ${b} (${formatPercent(share)})`);
  const interactions =
    strongest.length === 0
      ? ""
      : ` The rest are interactions; strongest by the gain of splits right below each other: ${strongest.join(", ")}.`;
  return `Mean contributions (SHAP) of ${formatCount(rows)} training rows, taken evenly; the band holds nine of ten rows.${interactions} ${dots} ${order}`;
}

/** “A model cannot tell train from test: AUC 0.498 (95 % interval 0.493 to 0.504)”. */
export function trainOrTestFinding({auc, low, high, features}: TrainOrTest): string {
  const measured = `AUC ${formatMetric(auc, 3)} (95 % interval ${formatMetric(low, 3)} to ${formatMetric(high, 3)})`;
  if (low <= 0.5) return `LightGBM cannot tell train from test: ${measured}.`;
  const names = features.slice(0, 3).map(({name, share}) => `${name} (${formatPercent(share, 0)} of the gain)`);
  return `LightGBM can tell train from test, ${measured}, by ${names.join(", ")}.`;
}

/** “None of 19,900 pairs of features exceeds |r| = 0.03, …”. */
export function correlationFinding({pairs, rows, byChance, strongest}: Correlations): string {
  const [first] = strongest;
  if (first === undefined) return "There are no pairs of features to correlate.";
  const size = Math.abs(first.coefficient);
  const largest = `|r| = ${formatMetric(size, 3)}, ${first.a} with ${first.b}`;
  const all = `${formatCount(pairs)} pairs of features`;
  return size <= byChance
    ? `None of ${all} is correlated beyond chance: the largest is ${largest}; chance alone reaches ${formatMetric(byChance, 3)} in ${formatCount(rows)} rows.`
    : `The strongest of ${all} is ${largest}, beyond the ${formatMetric(byChance, 3)} of chance alone in ${formatCount(rows)} rows.`;
}

/** Whether the target rate goes with how often a value occurs, judged as one of this many features. */
export function repeatsFinding({name, repeats}: FeatureProfile, features: number): string {
  const all = repeats.rows.reduce((sum, rows) => sum + rows, 0);
  const shares = occurrenceClasses.map((label, i) => {
    const [rows, positives] = [repeats.rows[i] ?? 0, repeats.positives[i] ?? 0];
    if (rows === 0) return undefined;
    const [low, high] = wilsonInterval(positives, rows);
    return `${label} ${formatPercent(rows / all)} (target 1: ${formatPercent(positives / rows)}, 95 % interval ${formatPercent(low)} to ${formatPercent(high)})`;
  });
  const known = shares.filter((share) => share !== undefined);
  if (known.length === 0) return `${name} has no values.`;
  const {chance} = repeats;
  const verdict =
    chance === undefined
      ? ""
      : chance * features < 0.05
        ? " The rate goes with how often a value occurs, beyond chance among all features."
        : " The rates differ no more than chance makes them among all features.";
  return `Rows by how often their value of ${name} occurs in train: ${known.join("; ")}.${verdict}`;
}
