import * as Plot from "@observablehq/plot";
import {html} from "htl";
import type {FeatureProfile} from "../../lib/profile/featureProfile.js";
import {type FeatureShape, type ModelShape, shapeAt} from "../../lib/profile/modelShape.js";
import {chartStyle, referenceColor, targetColor} from "../encoding.js";
import {formatDelta, formatPercent, formatValue} from "../format.js";
import {axisLabel, axisUnit} from "./density.js";
import {rateDots, shapeSteps, shownRange} from "./shapePath.js";

export interface ShapeChartOptions {
  width?: number;
  height?: number;
  positiveRate: number;
  /** The feature's value that the marker is at; by default the median. */
  value?: number;
}

/**
 * What the model adds along a feature, with the folds' band, over the rates of target 1 in tenths of the rows; a marker
 * that can be moved, and a sentence on what its value adds. Its value is the marker's; it fires `input` when that moves.
 */
export function ShapeChart(
  shape: FeatureShape,
  profile: FeatureProfile,
  model: ModelShape,
  {width = 640, height = 260, positiveRate, value = profile.train.quantiles?.[3]}: ShapeChartOptions
): HTMLElement & {value: number} {
  const range = shownRange(profile);
  const [low, high] = range;
  const {unit} = axisUnit(profile);
  const clamp = (each: number) => Math.max(low, Math.min(high, each));
  let current = clamp(value === undefined ? (low + high) / 2 : value / unit);
  const chart = curveChart(shape, profile, {width, height, positiveRate, range});
  const x = chart.scale("x");
  const y = chart.scale("y");
  const marker = document.createElementNS("http://www.w3.org/2000/svg", "g");
  marker.innerHTML = `<line y1="24" y2="${height - 36}" stroke="currentColor" stroke-width="1.5"/><circle r="5" fill="currentColor"/>`;
  const drawing = chart instanceof SVGSVGElement ? chart : chart.querySelector("svg");
  drawing?.append(marker);
  const step = (high - low) / 400 || 1;
  const slider = html<HTMLInputElement>`<input type="range" min=${low} max=${high} step=${step} value=${current} aria-label=${`Value of ${shape.name}`}>`;
  const output = html`<output class="shape-sentence"></output>`;
  const root = html<HTMLElement & {value: number}>`<div class="shape-chart">${chart}${slider}${output}</div>`;

  function move(to: number): void {
    current = clamp(to);
    slider.value = String(current);
    slider.ariaValueText = `${shape.name} = ${formatValue(current * unit)}`;
    const added = shapeAt(shape, current * unit) ?? 0;
    marker.setAttribute("transform", `translate(${x?.apply(current)},0)`);
    marker.querySelector("circle")?.setAttribute("cy", String(y?.apply(added)));
    output.textContent = shapeSentence(shape, model, current * unit);
  }
  function change(to: number): void {
    move(to);
    root.dispatchEvent(new Event("input", {bubbles: true}));
  }
  slider.oninput = (event) => {
    event.stopPropagation();
    change(slider.valueAsNumber);
  };
  if (drawing && x?.invert) {
    const follow = (event: PointerEvent) => {
      const box = drawing.getBoundingClientRect();
      change(x.invert?.(((event.clientX - box.left) / box.width) * width));
    };
    drawing.style.cursor = "ew-resize";
    drawing.style.touchAction = "pan-y";
    drawing.addEventListener("pointerdown", (event) => {
      drawing.setPointerCapture(event.pointerId);
      follow(event);
    });
    drawing.addEventListener("pointermove", (event) => {
      if (drawing.hasPointerCapture(event.pointerId)) follow(event);
    });
  }
  move(current);
  return Object.defineProperty(root, "value", {get: () => current * unit});
}

/** “At var_81 = 12.30 the model adds +0.31 to the log-odds (the folds' models: +0.25 to +0.36): …” */
export function shapeSentence(shape: FeatureShape, {intercept, exact, folds}: ModelShape, value: number): string {
  const added = shapeAt(shape, value);
  if (added === undefined) return "";
  const step = shape.thresholds.findIndex((threshold) => value <= threshold);
  const index = step < 0 ? shape.values.length - 1 : step;
  const [least, greatest] = [shape.least[index], shape.greatest[index]];
  const probability = (logOdds: number) => formatPercent(1 / (1 + Math.exp(-logOdds)));
  const band = exact
    ? folds > 1
      ? ` (the models of ${folds} folds: ${formatDelta(least, 2)} to ${formatDelta(greatest, 2)})`
      : ""
    : ` on average (nine of ten sampled rows: ${formatDelta(least, 2)} to ${formatDelta(greatest, 2)})`;
  return `At ${shape.name} = ${formatValue(value)} the model adds ${formatDelta(added, 2)} to the log-odds${band}. If all else adds nothing, that takes the probability from ${probability(intercept)} to ${probability(intercept + added)}.`;
}

interface CurveChartOptions {
  width: number;
  height: number;
  positiveRate: number;
  range: [number, number];
}

function curveChart(
  shape: FeatureShape,
  profile: FeatureProfile,
  {width, height, positiveRate, range}: CurveChartOptions
) {
  const steps = shapeSteps(shape, profile, range);
  const ends = (of: (step: (typeof steps)[number]) => [number, number]) =>
    steps.flatMap((step) => [step.low, step.high].map((value) => ({value, low: of(step)[0], high: of(step)[1]})));
  return Plot.plot({
    width,
    height,
    marginLeft: 44,
    marginRight: 12,
    marginTop: 24,
    marginBottom: 36,
    ariaLabel: `What the model adds along ${shape.name}`,
    style: chartStyle,
    x: {label: axisLabel(profile), domain: range, ticks: Math.max(3, width / 90)},
    y: {label: "Added to the log-odds", ticks: 5, grid: true, nice: true},
    marks: [
      Plot.ruleY([0], {stroke: referenceColor}),
      Plot.areaY(
        ends(({least, greatest}) => [least, greatest]),
        {x: "value", y1: "low", y2: "high", fill: "var(--theme-foreground-focus)", fillOpacity: 0.16}
      ),
      Plot.dot(
        rateDots(profile, positiveRate).filter(({value}) => value >= range[0] && value <= range[1]),
        {
          x: "value",
          y: "logOdds",
          r: 3,
          fill: targetColor.positive,
          title: ({rows, positives}) => `${positives} of ${rows} rows have target 1`
        }
      ),
      Plot.line(
        ends(({value}) => [value, value]),
        {x: "value", y: "low", stroke: "var(--theme-foreground-focus)", strokeWidth: 2}
      )
    ]
  });
}
