import {checkInteger} from "./arguments.js";
import {LightGBMError} from "./error.js";
import {isTrue} from "./parameters.js";
import type {CustomMetric, Evaluations, Training} from "./training.js";

// Of LightGBM's metrics these are better when greater; the others are losses.
const greaterIsBetter = /^(auc|auc_mu|average_precision|(ndcg|map)(@\d+)?)$/;

export interface EarlyStoppingOptions {
  /** Stop when a metric has not improved for this number of iterations. */
  rounds: number;
  /** By how much a metric must improve. */
  minDelta?: number;
  /** Look at the first metric of each dataset only. */
  firstMetricOnly?: boolean;
  metrics?: Readonly<Record<string, CustomMetric>>;
}

/** The options of `train` and `cv`; where absent, the parameters decide. */
export interface EarlyStoppingSettings {
  earlyStoppingRounds?: number;
  earlyStoppingMinDelta?: number;
  firstMetricOnly?: boolean;
  metrics?: Readonly<Record<string, CustomMetric>>;
}

/**
 * Early stopping as the parameters or settings ask for it; undefined if they do not. Throws a `LightGBMError` if there is
 * nothing that it could look at: the training would silently run to its end.
 */
export function earlyStopping(
  {params, validationNames, metricNames}: Training,
  {
    earlyStoppingRounds: rounds = Number(params.early_stopping_round ?? 0),
    earlyStoppingMinDelta: minDelta = Number(params.early_stopping_min_delta ?? 0),
    firstMetricOnly = isTrue(params.first_metric_only),
    metrics = {}
  }: EarlyStoppingSettings
): EarlyStopping | undefined {
  // LightGBM, too, takes no rounds and fewer for "never".
  checkInteger("earlyStoppingRounds", rounds, -(2 ** 31));
  if (rounds <= 0) return undefined;
  if (validationNames.length === 0) {
    throw new LightGBMError("Early stopping needs validation data: give `validSets` besides the training data.");
  }
  if (metricNames.length === 0 && Object.keys(metrics).length === 0) {
    throw new LightGBMError("Early stopping needs a metric: give `metric` among the parameters, or `metrics`.");
  }
  if (params.boosting === "dart") {
    throw new LightGBMError("Early stopping is impossible with dart, which changes the trees of earlier iterations.");
  }
  if (!(minDelta >= 0)) throw new LightGBMError(`earlyStoppingMinDelta must be 0 or more, not ${minDelta}.`);
  return new EarlyStopping({rounds, minDelta, firstMetricOnly, metrics});
}

/** Remembers the best iteration of every metric, as LightGBM's Python package does. */
export class EarlyStopping {
  readonly #options: EarlyStoppingOptions;
  readonly #best = new Map<string, {value: number; iteration: number}>();

  constructor(options: EarlyStoppingOptions) {
    this.#options = options;
  }

  /** Takes an iteration's evaluations; returns the best iteration if the training should stop. */
  update(iteration: number, evaluations: Evaluations): number | undefined {
    const {rounds, firstMetricOnly = false} = this.#options;
    for (const [dataset, metrics] of Object.entries(evaluations)) {
      for (const [metric, value] of Object.entries(metrics).slice(0, firstMetricOnly ? 1 : undefined)) {
        const key = JSON.stringify([dataset, metric]);
        const best = this.#best.get(key);
        if (best === undefined || this.#isBetter(metric, value, best.value)) this.#best.set(key, {value, iteration});
        else if (iteration - best.iteration >= rounds) return best.iteration;
      }
    }
    return undefined;
  }

  /** The best iteration of the first metric, for a training that came to its end. */
  get bestIteration(): number | undefined {
    return this.#best.values().next().value?.iteration;
  }

  #isBetter(metric: string, value: number, best: number): boolean {
    const greater = this.#options.metrics?.[metric]?.greaterIsBetter ?? greaterIsBetter.test(metric);
    const {minDelta = 0} = this.#options;
    return greater ? value > best + minDelta : value < best - minDelta;
  }
}
