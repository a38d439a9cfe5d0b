import {isRecord, parseJson} from "../json.js";

/** Columns and their names, as a model takes them or as they are made ready for it. NaN is missing. */
export interface FeatureTable {
  names: readonly string[];
  columns: readonly Float64Array[];
}

/**
 * What a model does with the features before it sees them. `features` are those concerned; all if left out. None looks
 * at the target.
 */
export type Transformation =
  /** Adds `NAME_count`: how often the value occurs, up to `cap`; 0 where that is less than `minimum`. */
  | {kind: "value-counts"; features?: readonly string[]; minimum: number; cap: number}
  /** Adds `NUMERATOR_per_DENOMINATOR`; missing where the denominator is 0. */
  | {kind: "ratio"; numerator: string; denominator: string}
  /** Replaces a value by the share of the training rows' values that are smaller, in steps. */
  | {kind: "rank"; features?: readonly string[]; steps: number}
  /** Limits values to quantiles of the training rows. */
  | {kind: "clip"; features?: readonly string[]; lower: number; upper: number}
  | {kind: "drop"; features: readonly string[]};

/** What a transformation has learnt, of each feature concerned. */
export type FittedTransformation =
  | {kind: "value-counts"; cap: number; tables: {feature: string; values: number[]; counts: number[]}[]}
  | {kind: "ratio"; numerator: string; denominator: string}
  | {kind: "rank"; edges: {feature: string; edges: number[]}[]}
  | {kind: "clip"; ranges: {feature: string; minimum: number; maximum: number}[]}
  | {kind: "drop"; features: readonly string[]};

/** What is fitted on the training rows of a fold, and so differs from fold to fold. */
export function differsByFold(transformations: readonly Transformation[]): boolean {
  return transformations.some(({kind}) => kind === "rank" || kind === "clip");
}

/** Value counts are better for rows without labels, which are counted as well. */
export function takesUnlabelled(transformations: readonly Transformation[]): boolean {
  return transformations.some(({kind}) => kind === "value-counts");
}

/** The text of a list of pipelines: one for all fold models, or one each. Undefined for what is none. */
export function parseFitted(text: string): FittedTransformation[][] | undefined {
  const json = parseJson(text);
  return isListOf(json, (pipeline) => isListOf(pipeline, isFitted)) ? json : undefined;
}

function isFitted(value: unknown): value is FittedTransformation {
  if (!isRecord(value)) return false;
  const isNumbers = (list: unknown) => isListOf(list, (entry): entry is number => typeof entry === "number");
  const isText = (entry: unknown): entry is string => typeof entry === "string";
  const each = (list: unknown, check: (entry: Record<string, unknown>) => boolean) =>
    isListOf(list, (entry): entry is unknown => isRecord(entry) && isText(entry.feature) && check(entry));
  switch (value.kind) {
    case "value-counts":
      return (
        typeof value.cap === "number" &&
        each(value.tables, ({values, counts}) => isNumbers(values) && isNumbers(counts))
      );
    case "ratio":
      return isText(value.numerator) && isText(value.denominator);
    case "rank":
      return each(value.edges, ({edges}) => isNumbers(edges));
    case "clip":
      return each(value.ranges, ({minimum, maximum}) => typeof minimum === "number" && typeof maximum === "number");
    case "drop":
      return isListOf(value.features, isText);
    default:
      return false;
  }
}

function isListOf<Item>(value: unknown, check: (entry: unknown) => entry is Item): value is Item[];
function isListOf(value: unknown, check: (entry: unknown) => boolean): boolean;
function isListOf(value: unknown, check: (entry: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every((entry) => check(entry));
}
