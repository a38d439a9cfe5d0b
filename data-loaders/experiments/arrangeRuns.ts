import {isPruned, runKinds, runTags} from "../../models/tracking/crossValidationRuns.js";
import {mlflowTags, type Run} from "../../models/tracking/runStore.js";
import type {LeftOutReason, LeftOutRun} from "../../src/lib/experiment/leftOut.js";
import {foldsOf, isSearch, sharesMetrics} from "./nestedRuns.js";

/** A run that makes a row of the report's table, with the runs of its folds. */
export interface ArrangedRun {
  run: Run;
  /** By fold; none for a single run. */
  folds: Run[];
  /** The run whose trial it is. */
  sweep?: Run;
}

export interface Arrangement {
  rows: ArrangedRun[];
  /** Runs that have trials. */
  sweeps: Run[];
  leftOut: (LeftOutRun & {sweep?: Run})[];
}

/**
 * Finds what runs are by how they are nested: a cross-validation has folds, a sweep has trials, any other is a single
 * run. Ours say so by the tag `kind`. Of others, a run whose nested runs have metrics in common is a cross-validation,
 * unless these differ in a parameter or have nested runs of their own: then it is a search, and they are its trials.
 * Whatever is not in a row is in `leftOut`.
 * @param runs of one experiment
 */
export function arrangeRuns(runs: readonly Run[]): Arrangement {
  const ids = new Set(runs.map(({runId}) => runId));
  const children = new Map<string, Run[]>();
  const tops: Run[] = [];
  for (const run of runs) {
    const parent = run.tags[mlflowTags.parentRunId];
    // A parent that is in no list was deleted, or is of another experiment.
    if (parent === undefined || !ids.has(parent) || parent === run.runId) tops.push(run);
    else if (children.get(parent)?.push(run) === undefined) children.set(parent, [run]);
  }
  const arranger = new Arranger(children);
  for (const run of tops) arranger.add(run);
  for (const run of runs) arranger.addUnreached(run);
  return arranger.arrangement;
}

class Arranger {
  readonly arrangement: Arrangement = {rows: [], sweeps: [], leftOut: []};
  readonly #children: ReadonlyMap<string, Run[]>;
  readonly #reached = new Set<Run>();

  constructor(children: ReadonlyMap<string, Run[]>) {
    this.#children = children;
  }

  add(run: Run, sweep?: Run): void {
    this.#reached.add(run);
    const nested = this.#nestedIn(run);
    const kind = this.#kindOf(run, nested);
    // Those of a run that is there belong to its row.
    if (kind === "fold") this.#leaveOut(run, "orphan", sweep);
    else if (kind === "sweep") this.#addSweep(run, nested);
    else if (kind === "cross-validation") this.#addCrossValidation(run, nested, sweep);
    else {
      if (run.status !== "FINISHED") this.#leaveOut(run, reasonOf(run), sweep);
      else if (hasMetrics(run)) this.#row({run, folds: [], sweep});
      else if (nested.length === 0) this.#leaveOut(run, "withoutMetrics", sweep);
      for (const child of nested) this.add(child, sweep);
    }
  }

  /** A run that is nested in itself, by way of others. */
  addUnreached(run: Run): void {
    if (!this.#reached.has(run)) this.#leaveOut(run, "damaged");
  }

  #addSweep(run: Run, nested: readonly Run[]): void {
    this.arrangement.sweeps.push(run);
    // A search that measured what it found, as scikit-learn's do, is a run beside its trials.
    if (run.tags[runTags.kind] === undefined && run.status === "FINISHED" && hasMetrics(run))
      this.#row({run, folds: []});
    for (const trial of nested) this.add(trial, run);
  }

  #addCrossValidation(run: Run, nested: readonly Run[], sweep: Run | undefined): void {
    for (const fold of nested) this.#reached.add(fold);
    const folds = foldsOf(run, nested);
    if (run.status !== "FINISHED") this.#leaveOut(run, reasonOf(run), sweep);
    else if (typeof folds === "string")
      this.#leaveOut(run, "damaged", sweep, `Run ${run.name} (${run.runId}): ${folds}`);
    else this.#row({run, folds, sweep});
  }

  #kindOf(run: Run, nested: readonly Run[]): "cross-validation" | "fold" | "sweep" | "run" {
    const kind = run.tags[runTags.kind];
    if (kind === runKinds.confirmation) return "fold";
    if (kind === runKinds.crossValidation || kind === runKinds.fold || kind === runKinds.sweep) return kind;
    if (nested.length === 0) return "run";
    if (nested.some((child) => this.#nestedIn(child).length > 0 || isTagged(child)) || isSearch(nested)) return "sweep";
    return nested.length > 1 && sharesMetrics(nested) ? "cross-validation" : "run";
  }

  #nestedIn({runId}: Run): Run[] {
    return this.#children.get(runId) ?? [];
  }

  #row({run, folds, sweep}: ArrangedRun): void {
    this.arrangement.rows.push({run, folds, ...(sweep && {sweep})});
  }

  #leaveOut(run: Run, reason: LeftOutReason, sweep?: Run, name = run.name || run.runId): void {
    this.arrangement.leftOut.push({reason, name, ...(sweep && {sweep})});
  }
}

const hasMetrics = ({metrics}: Run) => Object.keys(metrics).length > 0;

const isTagged = ({tags}: Run) => tags[runTags.kind] === runKinds.crossValidation;

function reasonOf(run: Run): LeftOutReason {
  if (isPruned(run)) return "pruned";
  if (run.status === "FAILED") return "failed";
  return run.status === "KILLED" ? "interrupted" : "running";
}
