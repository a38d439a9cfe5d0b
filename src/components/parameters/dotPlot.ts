import {svg} from "htl";
import type {RunRow} from "../../lib/experiment/experiment.js";
import type {ParameterAxis} from "../../lib/experiment/parameterAxis.js";
import {chartStyle, type ModelColor} from "../encoding.js";
import {thinTicks} from "./axisLabels.js";
import {PointerTip} from "./pointerTip.js";

/** A run at a place from 0 to 1 on both axes. */
export interface Dot {
  run: RunRow;
  x: number;
  y: number;
}

/** Pixels of a place on the axes. */
export interface DotScale {
  x: (position: number) => number;
  y: (position: number) => number;
}

export interface DotPlotOptions {
  x: Pick<ParameterAxis, "ticks"> & Partial<Pick<ParameterAxis, "span" | "places">>;
  y: Pick<ParameterAxis, "ticks">;
  color: ModelColor;
  /** What the plot shows, read out. */
  label: string;
  /** What is said of a run that is pointed at; a line each. */
  describe: (run: RunRow) => string[];
  width?: number;
  height?: number;
  /** Lines above the plot; the first is bold. */
  heading?: readonly string[];
  xLabel?: string;
  yLabel?: string;
  selected?: readonly string[];
  /** Called with the run that is clicked, or on which Enter is pressed. */
  onSelect?: (run: RunRow) => void;
  /** What is drawn under the dots. */
  under?: (scale: DotScale) => Node[];
  /** What is written over the dots. */
  over?: (scale: DotScale) => Node[];
}

export type DotPlotElement = SVGElement & {
  /** Draws these runs over the others. */
  highlight(runIds: readonly string[]): void;
};

const headingHeight = 16;

/**
 * One dot a run. The dots of a model are one path, so that a thousand runs cost as little as ten. The pointer, or the
 * arrow keys from left to right, point at a run.
 */
export function DotPlot(dots: readonly Dot[], options: DotPlotOptions): DotPlotElement {
  const {width = 240, height = 150, heading = [], selected = [], color, x, y, xLabel, yLabel} = options;
  const top = 12 + heading.length * headingHeight + (yLabel ? 14 : 0);
  const area = {left: 48, right: width - 14, top, bottom: height - (xLabel ? 38 : 22)};
  const scale: DotScale = {
    x: (position) => area.left + 6 + position * (area.right - area.left - 12),
    y: (position) => area.bottom - 6 - position * (area.bottom - area.top - 12)
  };
  const drawn = dots.map((dot) => ({run: dot.run, x: scale.x(dot.x), y: scale.y(dot.y)}));
  const radius = dots.length > 300 ? 2 : dots.length > 60 ? 2.5 : 3;
  const models = [...new Set(dots.map(({run}) => run.model))];
  const all = svg`<g class="dots">${models.map((model) =>
    dotPath(
      drawn.filter(({run}) => run.model === model),
      {radius, color: color(model)}
    )
  )}</g>`;
  const above = svg`<g class="dots-selected"></g>`;
  const muted = "var(--theme-foreground-muted)";

  const node: SVGElement = svg`<svg class="dot-plot" width=${width} height=${height} viewBox="0 0 ${width} ${height}"
    style=${chartStyle} font-family="inherit" fill="currentColor">
    ${heading.map((line, i) => svg`<text x="0" y=${12 + i * headingHeight} font-weight=${i === 0 ? 600 : null} fill=${i === 0 ? "currentColor" : muted}>${line}</text>`)}
    ${yLabel ? svg`<text x="0" y=${top - 8} fill=${muted}>${yLabel}</text>` : null}
    <g stroke="currentColor" stroke-opacity="0.1">${y.ticks.map(({position}) => svg`<line x1=${area.left} x2=${area.right} y1=${scale.y(position)} y2=${scale.y(position)}></line>`)}</g>
    <g fill=${muted} text-anchor="end">${y.ticks.map(({position, label}) => svg`<text x=${area.left - 6} y=${scale.y(position)} dy="0.32em">${label}</text>`)}</g>
    <path d=${axisLine(x)
      .map(([from, to]) => `M${scale.x(from) - 6},${area.bottom}H${scale.x(to) + 6}`)
      .join("")} stroke="currentColor" stroke-opacity="0.4"></path>
    <g fill=${muted} text-anchor="middle">${thinTicks(x.ticks, {length: area.right - area.left - 12}).map(
      ({position, label}) => svg`<text x=${scale.x(position)} y=${area.bottom + 15}>${label}</text>`
    )}</g>
    ${xLabel ? svg`<text x=${area.right} y=${height - 6} text-anchor="end" fill=${muted}>${xLabel}</text>` : null}
    ${options.under?.(scale)}
    ${all}${above}
    ${options.over?.(scale)}
  </svg>`;

  PointerTip(node, drawn, {
    width,
    height,
    label: options.label,
    describe: options.describe,
    onChoose: options.onSelect
  });

  const highlight = (runIds: readonly string[]) => {
    const chosen = new Set(runIds);
    const among = drawn.filter(({run}) => chosen.has(run.runId));
    all.setAttribute("opacity", among.length > 0 ? "0.5" : "1");
    above.replaceChildren(
      ...(among.length > 0
        ? [
            dotPath(among, {radius: radius + 2.5, color: "var(--theme-background)", opacity: 1}),
            dotPath(among, {radius: radius + 1.5, color: "currentColor", opacity: 1})
          ]
        : []),
      ...models.map((model) =>
        dotPath(
          among.filter(({run}) => run.model === model),
          {radius, color: color(model), opacity: 1}
        )
      )
    );
  };
  highlight(selected);
  return Object.assign(node, {highlight});
}

/** The parts of an axis: its numbers, and apart from them each value with a place of its own. */
export function axisLine({span, places = []}: Partial<Pick<ParameterAxis, "span" | "places">>): [number, number][] {
  if (span === undefined || places.length === 0) return [[0, 1]];
  return [[span[0], span[1]], ...places.map(({position}): [number, number] => [position, position])];
}

/** All dots as one path: lines of no length with round ends. */
function dotPath(
  dots: readonly {x: number; y: number}[],
  {radius, color, opacity = 0.65}: {radius: number; color: string; opacity?: number}
): SVGElement {
  const path = dots.map(({x, y}) => `M${x.toFixed(1)},${y.toFixed(1)}h0`).join("");
  return svg`<path d=${path} stroke=${color} stroke-width=${2 * radius} stroke-linecap="round" stroke-opacity=${opacity} fill="none"></path>`;
}
