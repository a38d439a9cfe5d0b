import {svg} from "htl";
import type {LearningCurve} from "../../lib/experiment/experiment.js";
import {meanCurve} from "../../lib/experiment/learningCurve.js";
import {trainingDash} from "../encoding.js";
import {formatCount} from "../format.js";

export interface CurveOverviewOptions {
  width?: number;
  height?: number;
  color?: string;
  /** The steps that are shown large. */
  steps: readonly [number, number];
  /** Called with the steps to show, while they are chosen and at the end. */
  onChoose: (steps: [number, number], isDone: boolean) => void;
}

/** The whole of a learning curve, small: dragging over it, or the arrow keys, choose which steps are shown large. */
export function CurveOverview(
  {series}: LearningCurve,
  {width = 640, height = 44, color = "#4269d0", steps, onChoose}: CurveOverviewOptions
): SVGElement {
  const left = 56;
  const right = width - 76;
  const parts = (["training", "validation"] as const).map((part) => ({
    part,
    ...meanCurve(series.filter((one) => one.part === part))
  }));
  const all = series.flatMap((one) => one.steps);
  const values = series.flatMap((one) => one.values);
  const [first, last] = [Math.min(...all), Math.max(...all)];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (step: number) => left + ((step - first) / Math.max(1e-9, last - first)) * (right - left);
  const y = (value: number) => height - 6 - ((value - low) / Math.max(1e-12, high - low)) * (height - 12);
  const stepAt = (pixel: number) => first + Math.max(0, Math.min(1, (pixel - left) / (right - left))) * (last - first);

  const chosen = svg`<rect y="1" height=${height - 2} fill="currentColor" fill-opacity="0.1" stroke="currentColor" stroke-opacity="0.4"></rect>`;
  const node = svg`<svg class="curve-overview" width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`} role="slider" tabindex="0"
    aria-label="First step shown" aria-valuemin=${first} aria-valuemax=${last}>
    <rect x=${left} width=${right - left} height=${height} fill="transparent"></rect>
    ${parts.map(
      ({part, steps: at, mean}) =>
        svg`<path d=${at.map((step, i) => `${i ? "L" : "M"}${x(step).toFixed(1)},${y(mean[i]).toFixed(1)}`).join("")} fill="none" stroke=${color} stroke-dasharray=${part === "training" ? trainingDash : null}></path>`
    )}
    ${chosen}
  </svg>`;
  let current: readonly [number, number] = steps;
  mark(steps);

  function mark([from, to]: readonly [number, number]): void {
    current = [from, to];
    chosen.setAttribute("x", String(x(from)));
    chosen.setAttribute("width", String(Math.max(2, x(to) - x(from))));
    node.setAttribute("aria-valuenow", String(Math.round(from)));
    node.setAttribute("aria-valuetext", `steps ${formatCount(Math.round(from))} to ${formatCount(Math.round(to))}`);
  }

  /** Less than a hundredth of all steps is not worth a chart. */
  const least = (last - first) / 100;
  function choose(from: number, to: number, isDone: boolean): void {
    if (to - from < least) return;
    mark([from, to]);
    onChoose([from, to], isDone);
  }

  node.addEventListener("pointerdown", (down) => {
    if (down.button !== 0) return;
    node.setPointerCapture(down.pointerId);
    const box = node.getBoundingClientRect();
    const pixel = (event: PointerEvent) => ((event.clientX - box.left) * width) / box.width;
    const start = stepAt(pixel(down));
    const move = (event: PointerEvent, isDone: boolean) => {
      const [from, to] = [start, stepAt(pixel(event))].sort((a, b) => a - b);
      choose(from, to, isDone);
    };
    const onMove = (event: PointerEvent) => move(event, false);
    node.addEventListener("pointermove", onMove);
    node.addEventListener(
      "pointerup",
      (event) => {
        node.removeEventListener("pointermove", onMove);
        move(event, true);
      },
      {once: true}
    );
  });
  node.addEventListener("keydown", (event) => {
    const by = (last - first) / 20;
    const [from, to] = current;
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      const shift = event.key === "ArrowLeft" ? -by : by;
      if (event.shiftKey) choose(from, Math.min(last, Math.max(from + by, to + shift)), true);
      else choose(Math.max(first, Math.min(to - by, from + shift)), to, true);
    } else if (event.key === "Home" || event.key === "Escape") choose(first, last, true);
    else return;
    event.preventDefault();
  });
  return node;
}
