import {html, svg} from "htl";
import {measuredMetric, type RunRow} from "../../lib/experiment/experiment.js";
import type {MetricColumn} from "../../lib/experiment/metricColumn.js";
import {type ParameterStrength, rankParameters} from "../../lib/experiment/parameterStrength.js";
import type {Query} from "../../lib/experiment/query/query.js";
import {chartStyle, type ModelColor, modelColors} from "../encoding.js";
import {formatMetric, formatRuns} from "../format.js";
import {AxisGroup, axisHeading} from "./axisGroup.js";
import {shortLabel} from "./axisLabels.js";
import {brushConditions, moveAxis, type ParallelAxis, parallelAxes, positionsOf, stepBrush} from "./parallelAxes.js";
import {type LinesState, ParallelLines} from "./parallelLines.js";
import type {Highlighting} from "./parameterGrid.js";
import {pointIn, Tip} from "./pointerTip.js";

export interface ParallelCoordinatesOptions {
  width?: number;
  height?: number;
  color?: ModelColor;
  selected?: readonly string[];
  onSelect?: (run: RunRow) => void;
  /** Called with the conditions of all brushes, for the table's query. */
  onFilter?: (conditions: readonly Query[]) => void;
  /** What the table's query calls a column such as `param.num_leaves`. */
  queryName?: (column: string) => string;
  /** Axes besides the metric's, at most; the first of `parameters`. */
  limit?: number;
  parameters?: readonly ParameterStrength[];
  /** Those of a chart of the same runs, in their order and with their brushes. */
  axes?: readonly ParallelAxis[];
}

export type ParallelCoordinatesElement = Highlighting & {
  /** In their order, with what is brushed on them. */
  axes(): readonly ParallelAxis[];
  /** Draws the runs that the table does not show in grey. */
  show(runIds: ReadonlySet<string>): void;
  /** Takes all brushes off, without a word to `onFilter`. */
  clear(): void;
};

const narrowestGap = 84;
const help =
  "Drag along an axis to keep the runs there; drag its name to move it. By keyboard: ← and → go to another axis, with Shift they move it; ↑ and ↓ move the lower end of the choice, with Shift the upper; Escape takes it off.";

/**
 * One line a run through its parameters to the metric. Dragging along an axis keeps the runs there, dragging its name
 * moves it; the same by keyboard. The lines of a model are one path.
 */
export function ParallelCoordinates(
  runs: readonly RunRow[],
  metric: MetricColumn,
  {
    width: available = 640,
    height = 320,
    color = modelColors(runs),
    selected = [],
    onSelect,
    onFilter,
    queryName = (column) => column,
    limit = 9,
    parameters = rankParameters(runs, metric),
    axes = parallelAxes(runs, parameters.slice(0, limit), metric, queryName)
  }: ParallelCoordinatesOptions = {}
): ParallelCoordinatesElement {
  let state: LinesState = {axes, positions: positionsOf(axes), selected: new Set(selected)};
  let active = 0;
  const last = axes.length - 1;
  const width = Math.max(available, axes.length * narrowestGap);
  const area = {left: 52, right: width - 60, top: 44, bottom: height - 16};
  const room = last < 1 ? width : (area.right - area.left) / last;
  const x = (axis: number) => area.left + axis * (last < 1 ? 0 : room);
  const y = (position: number) => area.bottom - position * (area.bottom - area.top);

  const lines = ParallelLines(runs, {color, x, y});
  const groups = svg`<g></g>`;
  const tip = svg`<g pointer-events="none"></g>`;
  const node = svg`<svg class="parallel-coordinates" width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`} style=${chartStyle}
    font-family="inherit" fill="currentColor" role="group" aria-label=${`Parallel coordinates of ${formatRuns(runs.length)}`}>
    ${lines.node}${groups}${tip}
  </svg>`;
  const status = html`<p class="caption" role="status"></p>`;

  function drawLines(): void {
    const drawn = lines.draw(state);
    const brushed = state.axes.filter(({brush}) => brush !== undefined).map(({title}) => title);
    status.textContent =
      brushed.length > 0
        ? `${drawn} of ${formatRuns(runs.length)} are within what is chosen on ${brushed.join(", ")}.`
        : help;
  }

  function drawAxes(): void {
    const hadFocus = groups.contains(document.activeElement);
    groups.replaceChildren(
      ...state.axes.map((axis, index) =>
        AxisGroup(axis, {
          x: x(index),
          ...area,
          room,
          isActive: index === active,
          description: axisHeading(axis, index, axes.length),
          onBrush: (brush, isDone) => setBrush(index, brush, isDone),
          onMove: (pixels) => move(index, Math.round((x(index) + pixels - area.left) / room)),
          onFocus: () => activate(index)
        })
      )
    );
    if (hadFocus) focusActive();
  }

  const names = () => [...groups.querySelectorAll<SVGElement>(".axis-name")];
  const focusActive = () => names()[active]?.focus();
  function activate(index: number): void {
    active = index;
    for (const [i, name] of names().entries()) name.setAttribute("tabindex", i === index ? "0" : "-1");
  }

  function setBrush(index: number, brush: ParallelAxis["brush"], isDone = true): void {
    state = {...state, axes: state.axes.with(index, {...state.axes[index], brush})};
    drawLines();
    if (!isDone) return;
    drawAxes();
    onFilter?.(brushConditions(state.axes));
  }

  function move(from: number, wanted: number): void {
    const to = Math.max(0, Math.min(last, wanted));
    state = {...state, axes: moveAxis(state.axes, from, to), positions: moveAxis(state.positions, from, to)};
    active = to;
    drawAxes();
    drawLines();
  }

  node.addEventListener("keydown", (event) => {
    const {key, shiftKey} = event;
    const {brush} = state.axes[active];
    const step = key === "ArrowLeft" || key === "ArrowDown" ? -1 : 1;
    if (key === "ArrowLeft" || key === "ArrowRight") {
      if (shiftKey) move(active, active + step);
      else activate(Math.max(0, Math.min(last, active + step)));
      focusActive();
    } else if (key === "ArrowUp" || key === "ArrowDown")
      setBrush(active, stepBrush(state.positions[active], brush, shiftKey ? "high" : "low", step));
    else if (key === "Escape" || key === "Delete") setBrush(active, undefined);
    else return;
    event.preventDefault();
  });

  const runAt = (event: MouseEvent) =>
    event.target instanceof Element && event.target.closest(".axis-line, .axis-name")
      ? -1
      : lines.nearest(pointIn(node, event, width), state);
  node.addEventListener("pointermove", (event) => {
    const index = event.buttons === 0 ? runAt(event) : -1;
    lines.point(index, state);
    if (index < 0) return tip.replaceChildren();
    const run = runs[index];
    const value = formatMetric(measuredMetric(run, metric.name)?.mean, metric.digits);
    const words = [shortLabel(run.name, 34), `${metric.shortTitle} ${value}`];
    tip.replaceChildren(Tip(pointIn(node, event, width), words, {width, height}));
  });
  node.addEventListener("pointerleave", () => {
    lines.point(-1, state);
    tip.replaceChildren();
  });
  node.addEventListener("click", (event) => {
    const index = runAt(event);
    if (index >= 0) onSelect?.(runs[index]);
  });

  drawAxes();
  drawLines();
  return Object.assign(html`<div><div class="parallel-scroll">${node}</div>${status}</div>`, {
    axes: () => state.axes,
    highlight(runIds: readonly string[]) {
      state = {...state, selected: new Set(runIds)};
      lines.highlight(state);
    },
    show(runIds: ReadonlySet<string>) {
      state = {...state, shown: runIds};
      drawLines();
    },
    clear() {
      state = {...state, axes: state.axes.map((axis) => ({...axis, brush: undefined}))};
      drawAxes();
      drawLines();
    }
  });
}
