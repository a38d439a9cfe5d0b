import * as Plot from "@observablehq/plot";
import {measuresAt} from "../../lib/metrics/thresholdChoice.js";
import {formatThreshold} from "../../lib/metrics/thresholdCurve.js";
import {chartStyle, referenceColor} from "../encoding.js";
import {formatPercent} from "../format.js";
import type {ExploredModel, ThresholdMark} from "./exploredModel.js";
import {equalCosts} from "./thresholdState.js";

export interface ThresholdChartOptions {
  width?: number;
  height?: number;
  /** Where the axis ends. */
  upper?: number;
  marks?: readonly ThresholdMark[];
}

/** A slider's thumb is 16 px wide: the chart's axis is as long as the way of its middle. */
const thumbRadius = 8;

const points = 200;
const strokeOf = {precision: "6,3", recall: undefined, F1: "2,3"} as const;

/**
 * What a threshold gives: precision, recall and F1 of one model, or the F1 of each of several. Drawn as wide as the
 * slider beneath it; short rules mark the best thresholds.
 */
export function ThresholdChart(
  models: readonly ExploredModel[],
  {width = 480, height = 180, upper = 1, marks = []}: ThresholdChartOptions = {}
): SVGSVGElement | HTMLElement {
  const lines = models.flatMap(({name, color, curve}) =>
    Array.from({length: points + 1}, (_, i) => (upper * i) / points).flatMap((threshold) => {
      const {precision, recall, f1, flagged} = measuresAt(curve, threshold, equalCosts);
      const point = {threshold, name, color};
      if (models.length > 1) return [{...point, measure: name, value: f1, dash: undefined}];
      return [
        ...(flagged > 0 ? [{...point, measure: "precision", value: precision, dash: strokeOf.precision}] : []),
        {...point, measure: "recall", value: recall, dash: strokeOf.recall},
        {...point, measure: "F1", value: f1, dash: strokeOf.F1}
      ];
    })
  );
  const measures = [...new Set(lines.map(({measure}) => measure))];
  return Plot.plot({
    width,
    height,
    marginLeft: thumbRadius,
    marginRight: thumbRadius,
    marginTop: 16,
    marginBottom: 8,
    ariaLabel:
      models.length > 1
        ? "F1 of each model by threshold"
        : `Precision, recall and F1 of ${models[0]?.name ?? "the model"} by threshold`,
    style: chartStyle,
    x: {domain: [0, upper], axis: null},
    y: {domain: [0, 1], label: null},
    marks: [
      Plot.gridY({ticks: 5}),
      Plot.axisY({
        ticks: 5,
        tickSize: 0,
        tickPadding: -2,
        textAnchor: "start",
        dy: -6,
        tickFormat: (value) => (models.length > 1 ? String(value) : formatPercent(value, 0))
      }),
      ...measures.map((measure) =>
        Plot.line(
          lines.filter((line) => line.measure === measure),
          {
            x: "threshold",
            y: "value",
            stroke: "color",
            strokeWidth: 1.75,
            strokeDasharray: lines.find((line) => line.measure === measure)?.dash
          }
        )
      ),
      models.length > 1
        ? null
        : Plot.text(
            lines.filter(({threshold}) => threshold > 0.12 * upper && threshold < 0.8 * upper),
            Plot.selectMaxY({
              x: "threshold",
              y: "value",
              z: "measure",
              text: "measure",
              stroke: "var(--theme-background)",
              fill: "currentColor",
              strokeWidth: 4,
              dy: -8,
              dx: 4,
              textAnchor: "start"
            })
          ),
      Plot.ruleX(
        marks.filter((mark) => mark.threshold !== undefined && mark.threshold <= upper),
        {
          x: "threshold",
          y1: 0,
          y2: 0.06,
          stroke: referenceColor,
          strokeWidth: 2,
          title: ({label, threshold}) => `${label}: ${formatThreshold(threshold)}`
        }
      ),
      Plot.ruleY([0])
    ]
  });
}
