import {svg} from "htl";
import type {RunRow} from "../../lib/experiment/experiment.js";
import type {ModelColor} from "../encoding.js";
import {keptRuns, type ParallelAxis} from "./parallelAxes.js";

/** What of the runs is drawn, and how. */
export interface LinesState {
  axes: readonly ParallelAxis[];
  /** By axis and run, from 0 to 1; NaN where a run has no place. */
  positions: readonly number[][];
  /** The runs that the table shows. */
  shown?: ReadonlySet<string>;
  /** Drawn over the others. */
  selected: ReadonlySet<string>;
}

export interface ParallelLinesOptions {
  color: ModelColor;
  x: (axis: number) => number;
  y: (position: number) => number;
}

export interface ParallelLines {
  node: SVGElement;
  /** @returns how many runs are within the brushes and shown */
  draw(state: LinesState): number;
  /** Draws the selected runs over the others, which stay as they are. */
  highlight(state: LinesState): void;
  /** The run whose line is nearest to a point, or −1 where none is near. */
  nearest(point: {x: number; y: number}, state: LinesState): number;
  /** Draws one run over all others; −1 draws none. */
  point(run: number, state: LinesState): void;
}

/** Pixels from a line within which a run is pointed at. */
const reach = 8;

/** The lines of parallel coordinates, one path a model. */
export function ParallelLines(runs: readonly RunRow[], {color, x, y}: ParallelLinesOptions): ParallelLines {
  const models = [...new Set(runs.map(({model}) => model))];
  const faded = svg`<g fill="none"></g>`;
  const kept = svg`<g fill="none"></g>`;
  const above = svg`<g fill="none" stroke-width="2.5"></g>`;
  const pointed = svg`<g fill="none" stroke-width="3"></g>`;

  function lineOf(run: number, positions: LinesState["positions"]): string {
    let path = "";
    let isDrawing = false;
    for (let axis = 0; axis < positions.length; ++axis) {
      const position = positions[axis][run];
      if (!Number.isNaN(position)) path += `${isDrawing ? "L" : "M"}${x(axis).toFixed(1)},${y(position).toFixed(1)}`;
      isDrawing = !Number.isNaN(position);
    }
    return path;
  }

  const drawnRuns = ({axes, positions, shown}: LinesState): number[] => {
    const isKept = keptRuns(positions, axes);
    return runs.flatMap((run, i) => (isKept[i] && (shown?.has(run.runId) ?? true) ? [i] : []));
  };

  const pathOf = (lines: readonly number[], {positions}: LinesState, stroke: string, opacity = 1) =>
    svg`<path d=${lines.map((run) => lineOf(run, positions)).join("")} stroke=${stroke} stroke-opacity=${opacity}></path>`;
  const pathsByModel = (lines: readonly number[], state: LinesState, opacity?: number) =>
    models.map((model) => {
      const own = lines.filter((run) => runs[run].model === model);
      return pathOf(own, state, color(model), opacity);
    });

  function highlight(state: LinesState, drawn = drawnRuns(state)): void {
    const picked = drawn.filter((run) => state.selected.has(runs[run].runId));
    kept.setAttribute("opacity", picked.length > 0 ? "0.5" : "1");
    above.replaceChildren(...pathsByModel(picked, state));
  }

  return {
    node: svg`<g>${faded}${kept}${above}${pointed}</g>`,
    draw(state) {
      const drawn = drawnRuns(state);
      const among = new Set(drawn);
      const others = [...runs.keys()].filter((run) => !among.has(run));
      const opacity = Math.max(0.15, Math.min(0.8, 30 / Math.max(1, drawn.length)));
      faded.replaceChildren(pathOf(others, state, "currentColor", 0.08));
      kept.replaceChildren(...pathsByModel(drawn, state, opacity));
      highlight(state, drawn);
      pointed.replaceChildren();
      return drawn.length;
    },
    highlight,
    nearest(point, state) {
      const axis = state.axes.findLastIndex((_, i) => x(i) <= point.x);
      if (axis < 0 || axis >= state.axes.length - 1) return -1;
      const share = (point.x - x(axis)) / (x(axis + 1) - x(axis));
      const [left, right] = [state.positions[axis], state.positions[axis + 1]];
      let best = -1;
      let distance = reach;
      for (const run of drawnRuns(state)) {
        const away = Math.abs(y(left[run] * (1 - share) + right[run] * share) - point.y);
        if (away < distance) {
          distance = away;
          best = run;
        }
      }
      return best;
    },
    point(run, {positions}) {
      if (run < 0) pointed.replaceChildren();
      else pointed.replaceChildren(svg`<path d=${lineOf(run, positions)} stroke=${color(runs[run].model)}></path>`);
    }
  };
}
