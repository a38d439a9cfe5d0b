import {isRecord, parseJson} from "../json.js";

/** What a linear model does with one feature. */
export interface LinearTerm {
  feature: string;
  /** Of the training rows; a missing value counts as the mean. */
  mean: number;
  /** Values beyond the training rows' least and greatest count as those: a straight line has no end. */
  minimum: number;
  maximum: number;
  /** Of the log-odds, per unit of the feature. */
  slope: number;
}

/** Log-odds: the intercept, and for each feature its slope times the distance from its mean. */
export interface LinearModel {
  intercept: number;
  terms: LinearTerm[];
}

export function linearLogOdds({intercept, terms}: LinearModel, row: ArrayLike<number>): number {
  let sum = intercept;
  for (const [index, {mean, minimum, maximum, slope}] of terms.entries()) {
    const value = row[index];
    if (!Number.isNaN(value)) sum += slope * (Math.min(Math.max(value, minimum), maximum) - mean);
  }
  return sum;
}

/** The mean of the models' log-odds, as a probability. */
export function linearProbability(models: readonly LinearModel[], row: ArrayLike<number>): number {
  const sum = models.reduce((total, model) => total + linearLogOdds(model, row), 0);
  return 1 / (1 + Math.exp(-sum / models.length));
}

/** One line a feature. */
export function formatLinearModel({intercept, terms}: LinearModel): string {
  return `{"intercept": ${intercept}, "terms": [\n${terms.map((term) => JSON.stringify(term)).join(",\n")}\n]}\n`;
}

/** Undefined for what is no text of `formatLinearModel`. */
export function parseLinearModel(text: string): LinearModel | undefined {
  const json = parseJson(text);
  if (!isRecord(json) || !isNumber(json.intercept) || !Array.isArray(json.terms)) return undefined;
  return json.terms.every(isTerm) ? {intercept: json.intercept, terms: json.terms} : undefined;
}

function isTerm(value: unknown): value is LinearTerm {
  return (
    isRecord(value) &&
    typeof value.feature === "string" &&
    [value.mean, value.minimum, value.maximum, value.slope].every(isNumber)
  );
}

const isNumber = (value: unknown): value is number => Number.isFinite(value);
