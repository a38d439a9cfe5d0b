import type {Evaluations} from "./train.js";

// Of LightGBM's metrics these are better when greater; the others are losses.
const greaterIsBetter = /^(auc|auc_mu|average_precision|(ndcg|map)(@\d+)?)$/;

/** Remembers the best iteration of every metric; a training stops when one of them has not improved for some rounds. */
export class EarlyStopping {
  readonly #best = new Map<string, {value: number; iteration: number}>();

  constructor(readonly rounds: number) {}

  /** Takes an iteration's evaluations; returns the best iteration if the training should stop. */
  update(iteration: number, evaluations: Evaluations): number | undefined {
    for (const [dataset, metrics] of Object.entries(evaluations)) {
      for (const [metric, value] of Object.entries(metrics)) {
        const key = JSON.stringify([dataset, metric]);
        const best = this.#best.get(key);
        if (best === undefined || (greaterIsBetter.test(metric) ? value > best.value : value < best.value)) {
          this.#best.set(key, {value, iteration});
        } else if (iteration - best.iteration >= this.rounds) {
          return best.iteration;
        }
      }
    }
    return undefined;
  }

  /** The best iteration of the first metric, for a training that came to its end. */
  get bestIteration(): number | undefined {
    return this.#best.values().next().value?.iteration;
  }
}
