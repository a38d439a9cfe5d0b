import {isChoice, type Space} from "../../src/lib/sweeps/space.js";
import {barOf, rungsOf} from "../../src/lib/sweeps/successiveHalving.js";
import type {CatalogueModel} from "../training/model.js";
import type {CurvePoint} from "../training/trainedModel.js";
import type {Trial} from "./sweepRuns.js";

/** What ends a trial that is not among the best. */
export class Pruned extends Error {
  override readonly name = "Pruned";

  constructor(readonly iteration: number) {
    super(`Other trials were better after ${iteration} iterations.`);
  }
}

/**
 * The iterations at which trials are compared: a ninth and a third of what a long trial takes. With early stopping that
 * is what the first trial took; else the most iterations that the space allows.
 */
export function rungIterations({params, progress}: CatalogueModel, space: Space, first: Trial | undefined): number[] {
  if (progress.unit !== "trees") return [];
  if (params.early_stopping_round !== undefined)
    return first?.bestIteration === undefined ? [] : rungsOf({longest: first.bestIteration});
  const dimension = space.find(({name}) => name === "num_iterations");
  if (dimension === undefined) return rungsOf({longest: progress.steps});
  const most = isChoice(dimension) ? Math.max(...dimension.choices.map(Number)) : dimension.to;
  return rungsOf({longest: Math.max(most, progress.steps)});
}

/** Of the first trial, which says itself where it would have been compared. */
export const rungsOfFirst = (
  rungs: readonly number[],
  {bestIteration}: Pick<Trial, "bestIteration">
): readonly number[] => (bestIteration === undefined ? rungs : rungsOf({longest: bestIteration}));

/** The mean validation AUC over the folds by iteration, as the folds measure it. */
export class MeanCurve {
  readonly #folds: number;
  readonly #waiting = new Map<number, number[]>();
  readonly #points: {iteration: number; auc: number}[] = [];

  constructor(folds: number) {
    this.#folds = folds;
  }

  add(points: readonly CurvePoint[]): void {
    for (const {name, fold, iteration, validation} of points) {
      if (name !== "auc") continue;
      const values = this.#waiting.get(iteration) ?? [];
      values[fold] = validation;
      this.#waiting.set(iteration, values);
      if (Object.keys(values).length < this.#folds) continue;
      this.#waiting.delete(iteration);
      this.#points.push({iteration, auc: values.reduce((sum, value) => sum + value, 0) / this.#folds});
    }
  }

  /** By rung: the first value at or after it; only where there is one. */
  at(rungs: readonly number[]): Record<number, number> {
    return Object.fromEntries(
      rungs.flatMap((rung) => {
        const point = this.#points.find(({iteration}) => iteration >= rung);
        return point === undefined ? [] : [[rung, point.auc]];
      })
    );
  }
}

/** By rung, the value that a trial needs there to go on; none where any will do. */
export function barsOf(rungs: readonly number[], earlier: readonly Trial[]): Record<number, number> {
  return Object.fromEntries(
    rungs.flatMap((rung) => {
      const bar = barOf(earlier.flatMap((trial) => trial.rungs[rung] ?? []));
      return bar === undefined ? [] : [[rung, bar]];
    })
  );
}

/** The rung at which a trial is to be ended, if it has come to one where it is not among the best. */
export function lostAt(
  values: Readonly<Record<number, number>>,
  bars: Readonly<Record<number, number>>
): number | undefined {
  return Object.keys(values)
    .map(Number)
    .find((rung) => (values[rung] ?? Number.NaN) < (bars[rung] ?? -Infinity));
}
