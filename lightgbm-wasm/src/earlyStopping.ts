import type {CustomMetric, Evaluations} from "./training.js";

// Of LightGBM's metrics these are better when greater; the others are losses.
const greaterIsBetter = /^(auc|auc_mu|average_precision|(ndcg|map)(@\d+)?)$/;

export interface EarlyStoppingOptions {
  /** Stop when a metric has not improved for so many iterations. */
  rounds: number;
  /** Look at the first metric of each dataset only. */
  firstMetricOnly?: boolean;
  metrics?: Readonly<Record<string, CustomMetric>>;
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
    return greater ? value > best : value < best;
  }
}
