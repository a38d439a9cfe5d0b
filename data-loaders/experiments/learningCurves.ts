import type {CurveSeries, LearningCurve} from "../../src/lib/experiment/experiment.js";
import {type Direction, type MetricColumn, metricColumn} from "../../src/lib/experiment/metricColumn.js";

/** A metric by step, as it was logged. */
export interface LoggedSeries {
  name: string;
  fold: number;
  points: readonly {step: number; value: number}[];
}

/** No more points of a series are kept: they would not be told apart in a chart. */
const mostPoints = 400;

type Part = CurveSeries["part"];

const separator = "[-_ /.]+";
const trainingName = "train|training";
const validationName = "(?:val|valid|validation|test|eval)(?:_?\\d+)?";
const forms: readonly (readonly [RegExp, Part])[] = [
  [new RegExp(`^(?:${trainingName})${separator}(?<stem>.+)$`, "i"), "training"],
  [new RegExp(`^(?:${validationName})${separator}(?<stem>.+)$`, "i"), "validation"],
  [new RegExp(`^(?<stem>.+?)${separator}(?:${trainingName})$`, "i"), "training"],
  [new RegExp(`^(?<stem>.+?)${separator}${validationName}$`, "i"), "validation"]
];

/** Of `training_auc` the metric `auc` and the rows that it was measured on; undefined where the name says nothing. */
function partOf(name: string): {stem: string; part: Part} | undefined {
  for (const [form, part] of forms) {
    const stem = form.exec(name)?.groups?.stem;
    if (stem !== undefined) return {stem, part};
  }
  return undefined;
}

/**
 * Groups metrics that were logged by step into learning curves. A name that does not say on which rows it was measured
 * is of the training rows where another has the same name on other rows, as Keras' `loss` beside `val_loss`.
 */
export function learningCurves(logged: readonly LoggedSeries[]): LearningCurve[] {
  const validated = new Set(logged.flatMap(({name}) => partOf(name)?.stem ?? []));
  const curves = new Map<string, CurveSeries[]>();
  const taken = new Set<string>();
  for (const {name, fold, points} of logged) {
    const known = partOf(name) ?? {stem: name, part: validated.has(name) ? "training" : "validation"};
    const finite = points.filter(({value}) => Number.isFinite(value));
    if (finite.length < 2) continue;
    // Of two sets of validation rows the second is a curve of its own.
    const key = JSON.stringify([known.stem, known.part, fold]);
    const stem = taken.has(key) ? name : known.stem;
    taken.add(key);
    const series: CurveSeries = {
      fold,
      part: known.part,
      steps: finite.map(({step}) => step),
      values: finite.map(({value}) => Number(value.toPrecision(6)))
    };
    if (curves.get(stem)?.push(series) === undefined) curves.set(stem, [series]);
  }
  return [...curves].map(([stem, series]) => {
    const metric = metricColumn(stem, {values: series.flatMap(({values}) => values)});
    return {metric, series: thinned(series, metric.direction)};
  });
}

/** Evenly spaced steps, and of each fold the best one on its validation rows, at which all of its series stay. */
function thinned(series: readonly CurveSeries[], direction: MetricColumn["direction"]): CurveSeries[] {
  const best = new Map(
    series.filter(({part}) => part === "validation").map((each) => [each.fold, bestStep(each, direction)])
  );
  return series.map((each) => {
    const count = each.steps.length;
    if (count <= mostPoints) return each;
    const kept = new Set(Array.from({length: mostPoints}, (_, i) => Math.round((i * (count - 1)) / (mostPoints - 1))));
    const indices = each.steps.flatMap((step, i) => (kept.has(i) || step === best.get(each.fold) ? [i] : []));
    return {...each, steps: pick(each.steps, indices), values: pick(each.values, indices)};
  });
}

function bestStep({steps, values}: CurveSeries, direction: Direction): number | undefined {
  const sign = direction === "lower" ? -1 : 1;
  let best = 0;
  for (const [i, value] of values.entries()) if (sign * value > sign * (values[best] ?? 0)) best = i;
  return steps[best];
}

const pick = (values: readonly number[], indices: readonly number[]) => indices.map((i) => values[i] ?? 0);
