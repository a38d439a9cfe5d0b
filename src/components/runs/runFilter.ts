import type {CrossValidation} from "../../lib/experiment/crossValidation.js";
import {measured} from "../../lib/metrics/metricSpread.js";
import {isMetricName} from "../../lib/metrics/metrics.js";

type Run = Pick<CrossValidation, "name" | "model" | "params" | "metrics">;
type Comparison = (a: number, b: number) => boolean;

const comparisons: Record<string, Comparison> = {
  ">=": (a, b) => a >= b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  "<": (a, b) => a < b
};

const term = /^([\w.]+)(>=|<=|!=|=|>|<)(.+)$/;

/**
 * Keeps the runs that meet every term of the query, separated by spaces. A term is text to find in the run's name or
 * model, or a condition on a metric's mean or a parameter: `tuned num_leaves=2 auc>0.87`.
 */
export function filterRuns<R extends Run>(runs: readonly R[], query: string): R[] {
  const tests = query.split(/\s+/).filter(Boolean).map(runTest);
  return runs.filter((run) => tests.every((test) => test(run)));
}

function runTest(text: string): (run: Run) => boolean {
  const match = term.exec(text);
  if (!match) {
    const wanted = text.toLowerCase();
    return (run) => run.name.toLowerCase().includes(wanted) || run.model.toLowerCase().includes(wanted);
  }
  const [, name, operator, wanted] = match;
  return (run) => {
    const value = fieldValue(run, name);
    if (value === undefined) return false;
    if (operator in comparisons) return comparisons[operator](Number(value), Number(wanted));
    const equal = value === wanted || (Number(value) === Number(wanted) && value !== "");
    return equal === (operator === "=");
  };
}

function fieldValue(run: Run, name: string): string | undefined {
  if (name === "model") return run.model;
  if (name === "name") return run.name;
  return isMetricName(name) ? measured(run.metrics[name])?.mean.toString() : run.params[name];
}

type WithParams = Pick<CrossValidation, "params">;

/** Names of all parameters of the runs, in alphabetical order. */
export function allParameters(runs: readonly WithParams[]): string[] {
  return [...new Set(runs.flatMap((run) => Object.keys(run.params)))].sort();
}

/** Names of the parameters that tell the runs apart; one that only some runs have counts as different. */
export function differingParameters(runs: readonly WithParams[]): string[] {
  return allParameters(runs).filter((name) => new Set(runs.map((run) => run.params[name])).size > 1);
}
