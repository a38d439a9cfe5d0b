import {type Brush, brushCondition, isWithin} from "../../lib/experiment/brush.js";
import type {RunRow} from "../../lib/experiment/experiment.js";
import {measuredMetric} from "../../lib/experiment/experiment.js";
import type {MetricColumn} from "../../lib/experiment/metricColumn.js";
import {type AxisValue, type ParameterAxis, parameterAxis} from "../../lib/experiment/parameterAxis.js";
import type {ParameterStrength} from "../../lib/experiment/parameterStrength.js";
import type {Query} from "../../lib/experiment/query/query.js";

/** One axis of parallel coordinates, with what is brushed on it. */
export interface ParallelAxis {
  title: string;
  /** As the table's query calls it. */
  field: string;
  axis: ParameterAxis;
  /** As logged, by run. */
  values: readonly AxisValue[];
  brush?: Brush;
}

/**
 * The parameters in their order, then the metric.
 * @param queryName what the table's query calls a column such as `param.num_leaves` or `metric.auc`
 */
export function parallelAxes(
  runs: readonly RunRow[],
  parameters: readonly Pick<ParameterStrength, "name">[],
  metric: MetricColumn,
  queryName: (column: string) => string
): ParallelAxis[] {
  const axisOf = (title: string, column: string, values: AxisValue[]): ParallelAxis => ({
    title,
    field: queryName(column),
    values,
    axis: parameterAxis(values)
  });
  return [
    ...parameters.map(({name}) => {
      const values = runs.map(({params}) => (Object.hasOwn(params, name) ? params[name] : undefined));
      return axisOf(name, `param.${name}`, values);
    }),
    axisOf(
      metric.shortTitle,
      `metric.${metric.name}`,
      runs.map((run) => measuredMetric(run, metric.name)?.mean)
    )
  ];
}

/** Where each run lies on each axis, NaN where it has no place. */
export const positionsOf = (axes: readonly ParallelAxis[]): number[][] =>
  axes.map(({axis, values}) => values.map((value) => axis.position(value)));

/** By run: whether every brush keeps it. */
export function keptRuns(positions: readonly number[][], axes: readonly Pick<ParallelAxis, "brush">[]): boolean[] {
  const runs = positions[0]?.length ?? 0;
  return Array.from({length: runs}, (_, run) => axes.every(({brush}, i) => isWithin(positions[i][run], brush)));
}

/** The conditions of all brushes, for the table's query. */
export const brushConditions = (axes: readonly ParallelAxis[]): Query[] =>
  axes.flatMap(({field, axis, brush, values}) => (brush && brushCondition(field, values, axis, brush)) ?? []);

/** The axes with the one at `from` moved to `to`. */
export function moveAxis<T>(axes: readonly T[], from: number, to: number): T[] {
  const rest = axes.toSpliced(from, 1);
  return rest.toSpliced(Math.max(0, Math.min(rest.length, to)), 0, axes[from]);
}

/**
 * A brush with one end moved to the next value on the axis.
 * @param positions of the runs on it
 */
export function stepBrush(
  positions: readonly number[],
  brush: Brush | undefined,
  end: "low" | "high",
  direction: 1 | -1
): Brush | undefined {
  const places = [...new Set(positions.filter((position) => !Number.isNaN(position)))].sort((a, b) => a - b);
  if (places.length === 0) return brush;
  const [first, last] = [places[0], places[places.length - 1]];
  const current = brush ?? {low: first, high: last};
  const index =
    end === "low"
      ? places.findIndex((place) => place >= current.low)
      : places.findLastIndex((place) => place <= current.high);
  const moved = places[Math.max(0, Math.min(places.length - 1, index + direction))];
  const next = {...current, [end]: moved};
  if (next.low > next.high) return brush;
  return next.low <= first && next.high >= last ? undefined : next;
}
