import {type ColumnScale, niceTicks} from "../../lib/experiment/columnScale.js";
import {svgElement} from "../element.js";
import {formatMetric} from "../format.js";

const height = 22;
const percent = (share: number): string => `${(100 * Math.min(1.02, Math.max(-0.02, share))).toFixed(2)}%`;

export interface FoldStripOptions {
  scale: ColumnScale;
  ticks: readonly number[];
  /** Mean of the baseline, a dashed rule through all rows. */
  reference?: number;
  /** Of the mean, where it has one. */
  interval?: {low: number; high: number};
  /** Dots are small where there are many. */
  radius?: number;
}

/** A dot for each fold and a tick for the mean, on the axis that all rows share; in the colour of the text. */
export function FoldStrip(
  {mean, folds}: {mean: number; folds: readonly number[]},
  {scale, ticks, reference, interval, radius = 3}: FoldStripOptions
): SVGElement {
  const middle = height / 2;
  const rule = (value: number, className: string, inset = 0) => {
    const x = percent(scale.share(value));
    return svgElement("line", {class: className, x1: x, x2: x, y1: inset, y2: height - inset});
  };
  return svgElement(
    "svg",
    {class: "fold-strip", width: "100%", height, "aria-hidden": "true"},
    ...ticks.map((tick) => rule(tick, "tick-line")),
    ...(reference === undefined ? [] : [rule(reference, "reference-line")]),
    ...(interval
      ? [
          svgElement("line", {
            class: "interval-line",
            x1: percent(scale.share(interval.low)),
            x2: percent(scale.share(interval.high)),
            y1: middle,
            y2: middle
          })
        ]
      : []),
    ...folds.map((value) => svgElement("circle", {cx: percent(scale.share(value)), cy: middle, r: radius})),
    rule(mean, "mean-line", 3)
  );
}

/** Where grid lines are, and labels. */
export function stripTicks({low, high}: ColumnScale): number[] {
  return niceTicks(low, high, 4).filter((tick) => tick >= low && tick <= high);
}

/** The axis' labels, to stand over the strips; the baseline's takes the place of a tick's too close to it. */
export function StripAxis({scale, ticks, reference, digits}: FoldStripOptions & {digits: number}): SVGElement {
  const step = ticks.length > 1 ? ticks[1] - ticks[0] : 1;
  const decimals = Math.max(0, Math.min(digits, Math.ceil(-Math.log10(step) - 1e-9)));
  const at = reference === undefined ? undefined : scale.share(reference);
  const labels = ticks.filter((tick) => at === undefined || Math.abs(scale.share(tick) - at) > 0.17);
  return svgElement(
    "svg",
    {class: "strip-axis", width: "100%", height: 14, "aria-hidden": "true"},
    ...labels.map((tick) => svgElement("text", {x: percent(scale.share(tick)), y: 11}, formatMetric(tick, decimals))),
    ...(at === undefined
      ? []
      : [
          svgElement(
            "text",
            {
              class: "reference-label",
              x: percent(at),
              y: 11,
              "text-anchor": at > 0.82 ? "end" : at < 0.18 ? "start" : "middle"
            },
            "baseline"
          )
        ])
  );
}
