import * as Plot from "@observablehq/plot";
import type {OutOfFoldSummary} from "../../lib/experiment/experiment.js";
import {wilsonInterval} from "../../lib/statistics/wilsonInterval.js";
import {chartStyle, referenceColor} from "../encoding.js";
import {formatPercent} from "../format.js";
import {precisionRecall} from "../runs/precisionRecallChart.js";
import {unitSquare} from "../runs/unitSquare.js";

/** A run with what its out-of-fold predictions look like. */
export interface PredictionsOfRun {
  name: string;
  color: string;
  outOfFold: OutOfFoldSummary;
}

export interface OverlayOptions {
  width?: number;
}

export const rocPoints = (runs: readonly PredictionsOfRun[]) =>
  runs.flatMap(({name, color, outOfFold: {roc}}) =>
    (roc?.falsePositiveRate ?? []).map((x, i) => ({name, color, x, y: roc?.truePositiveRate[i] ?? 0}))
  );

export const precisionRecallPoints = (runs: readonly PredictionsOfRun[]) =>
  runs.flatMap(({name, color, outOfFold}) =>
    precisionRecall(outOfFold).map(({recall, precision}) => ({name, color, x: recall, y: precision}))
  );

/** Wilson's 95 % interval of each bin's share. */
export const calibrationPoints = (runs: readonly PredictionsOfRun[]) =>
  runs.flatMap(({name, color, outOfFold: {calibration}}) =>
    calibration.rows.map((rows, i) => {
      const rate = calibration.positiveRate[i];
      const [low, high] = wilsonInterval(Math.round(rate * rows), rows);
      return {name, color, rows, x: calibration.meanProbability[i], y: rate, low, high};
    })
  );

/** The share of a class in a bin, over the bin's width: bins of different runs need not be equally wide. */
export const densityPoints = (runs: readonly PredictionsOfRun[]) =>
  runs.flatMap(({name, color, outOfFold: {histogram, positives, negatives}}) =>
    (
      [
        ["target 1", histogram.positives, positives],
        ["target 0", histogram.negatives, negatives]
      ] as const
    ).flatMap(([target, counts, all]) => {
      const {edges} = histogram;
      const density = counts.map((count, i) => (all === 0 ? 0 : count / all / (edges[i + 1] - edges[i])));
      return edges.map((x, i) => ({name, color, target, x, y: density[i] ?? 0}));
    })
  );

interface UnitOptions extends OverlayOptions {
  ariaLabel: string;
  x: string;
  y: string;
  diagonal?: boolean;
}

/** Lines in the unit square. */
function UnitChart(
  points: readonly {name: string; color: string; x: number; y: number}[],
  {width = 420, ariaLabel, x, y, diagonal = false}: UnitOptions
): SVGSVGElement | HTMLElement {
  return Plot.plot({
    ...unitSquare({width, x, y}),
    ariaLabel,
    marks: [
      diagonal
        ? Plot.line(
            [
              [0, 0],
              [1, 1]
            ],
            {stroke: referenceColor, strokeDasharray: "1,3"}
          )
        : null,
      Plot.line(points, {x: "x", y: "y", z: "name", stroke: "color", strokeWidth: 1.75}),
      Plot.tip(
        points,
        Plot.pointer({
          x: "x",
          y: "y",
          title: (point) =>
            `${point.name}\n${y.toLowerCase()} ${formatPercent(point.y)}\n${x.toLowerCase()} ${formatPercent(point.x)}`
        })
      )
    ]
  });
}

export const RocOverlay = (runs: readonly PredictionsOfRun[], {width}: OverlayOptions = {}) =>
  UnitChart(rocPoints(runs), {
    width,
    ariaLabel: `Receiver operating characteristics of ${namesOf(runs)}`,
    x: "False positive rate",
    y: "True positive rate",
    diagonal: true
  });

export const PrecisionRecallOverlay = (runs: readonly PredictionsOfRun[], {width}: OverlayOptions = {}) =>
  UnitChart(precisionRecallPoints(runs), {
    width,
    ariaLabel: `Precision by recall of ${namesOf(runs)}`,
    x: "Recall",
    y: "Precision"
  });

/** Observed against predicted share of target 1, in bins of equal size, with intervals. */
export function CalibrationOverlay(
  runs: readonly PredictionsOfRun[],
  {width = 420}: OverlayOptions = {}
): SVGSVGElement | HTMLElement {
  const points = calibrationPoints(runs);
  const limit = Math.min(1, 1.05 * Math.max(0.02, ...points.flatMap(({x, high}) => [x, high])));
  const size = Math.min(width, 440);
  return Plot.plot({
    width: size,
    height: size - 10,
    marginLeft: 48,
    marginTop: 28,
    marginBottom: 40,
    ariaLabel: `Share of target 1 by predicted probability, of ${namesOf(runs)}`,
    style: chartStyle,
    // A square root gives the many rows of small probability their room.
    x: {
      type: "sqrt",
      label: "Mean predicted probability (%, square-root scale)",
      domain: [0, 100 * limit],
      percent: true,
      ticks: 6
    },
    y: {
      type: "sqrt",
      label: "Rows with target 1 (%, square-root scale)",
      domain: [0, 100 * limit],
      percent: true,
      ticks: 6,
      grid: true
    },
    marks: [
      Plot.line(
        [
          [0, 0],
          [limit, limit]
        ],
        {stroke: referenceColor, strokeDasharray: "1,3"}
      ),
      Plot.ruleX(points, {x: "x", y1: "low", y2: "high", stroke: "color", strokeOpacity: 0.5}),
      Plot.line(points, {x: "x", y: "y", z: "name", stroke: "color", strokeWidth: 1.5}),
      Plot.dot(points, {
        x: "x",
        y: "y",
        r: 3.5,
        fill: "color",
        title: ({name, x, y}) => `${name}\npredicted ${formatPercent(x)}\nobserved ${formatPercent(y)}`
      })
    ]
  });
}

/** Out-of-fold probabilities of each class, a line for each run. */
export function DensityOverlay(
  runs: readonly PredictionsOfRun[],
  {width = 420}: OverlayOptions = {}
): SVGSVGElement | HTMLElement {
  return Plot.plot({
    width,
    height: 360,
    marginLeft: 40,
    marginRight: 24,
    marginTop: 26,
    marginBottom: 40,
    ariaLabel: `Distribution of the out-of-fold probabilities of both classes, of ${namesOf(runs)}`,
    style: chartStyle,
    x: {label: "Out-of-fold probability", ticks: 5},
    y: {type: "sqrt", label: "Density (square-root scale)", grid: true, ticks: 4},
    fy: {domain: ["target 1", "target 0"], axis: null},
    marks: [
      Plot.line(densityPoints(runs), {
        x: "x",
        y: "y",
        z: "name",
        fy: "target",
        stroke: "color",
        strokeWidth: 1.5,
        curve: "step-after"
      }),
      Plot.text(["target 1", "target 0"], {fy: (target) => target, text: (target) => target, frameAnchor: "top-right"}),
      Plot.ruleY([0])
    ]
  });
}

const namesOf = (runs: readonly PredictionsOfRun[]) => runs.map(({name}) => name).join(", ");
