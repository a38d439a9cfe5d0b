import {svg} from "htl";
import type {RunRow} from "../../lib/experiment/experiment.js";
import {textWidth} from "./axisLabels.js";

interface Place {
  run: RunRow;
  x: number;
  y: number;
}

export interface PointerTipOptions {
  width: number;
  height: number;
  /** The chart's name, for assistive technology. */
  label: string;
  describe: (run: RunRow) => string[];
  onChoose?: (run: RunRow) => void;
}

/** Pixels from the pointer within which a run is pointed at. */
const reach = 24;
const lineHeight = 16;

/**
 * Lets the pointer, or the keyboard, point at the runs of a chart: the nearest shows what is said of it, and a click or
 * Enter chooses it. To assistive technology the chart is a slider over its runs from left to right.
 */
export function PointerTip(node: SVGElement, places: readonly Place[], options: PointerTipOptions): void {
  const {width, height, label, describe, onChoose} = options;
  const ordered = places.toSorted((a, b) => a.x - b.x || b.y - a.y);
  const tip: SVGElement = svg`<g class="tip" pointer-events="none"></g>`;
  node.append(tip);
  if (ordered.length === 0) {
    node.setAttribute("role", "img");
    node.setAttribute("aria-label", label);
    return;
  }
  let current = -1;

  function point(index: number): void {
    current = index;
    const place = ordered[index];
    tip.replaceChildren(...(place ? [Tip(place, describe(place.run), {width, height})] : []));
    node.setAttribute("aria-valuenow", String(Math.max(0, index) + 1));
    node.setAttribute("aria-valuetext", place ? describe(place.run).join(", ") : `${ordered.length} runs`);
  }
  for (const [name, value] of [
    ["role", "slider"],
    ["tabindex", "0"],
    ["aria-label", label],
    ["aria-valuemin", "1"],
    ["aria-valuemax", String(ordered.length)]
  ])
    node.setAttribute(name, value);
  point(-1);

  node.addEventListener("pointermove", (event) => point(nearest(ordered, pointIn(node, event, width))));
  node.addEventListener("pointerleave", () => point(-1));
  node.addEventListener("blur", () => point(-1));
  node.addEventListener("click", (event) => {
    const index = nearest(ordered, pointIn(node, event, width));
    if (index >= 0) onChoose?.(ordered[index].run);
  });
  node.addEventListener("keydown", (event) => {
    const last = ordered.length - 1;
    const targets: Record<string, number> = {
      ArrowRight: Math.min(last, current + 1),
      ArrowUp: Math.min(last, current + 1),
      ArrowLeft: Math.max(0, current - 1),
      ArrowDown: Math.max(0, current - 1),
      Home: 0,
      End: last
    };
    if (event.key in targets) point(targets[event.key]);
    else if (event.key === "Escape") point(-1);
    else if ((event.key === "Enter" || event.key === " ") && current >= 0) onChoose?.(ordered[current].run);
    else return;
    event.preventDefault();
  });
}

/** The pointer in the chart's own pixels, also where the chart is shown smaller. */
export function pointIn(node: SVGElement, event: MouseEvent, width: number): {x: number; y: number} {
  const box = node.getBoundingClientRect();
  const ratio = width / (box.width || width);
  return {x: (event.clientX - box.left) * ratio, y: (event.clientY - box.top) * ratio};
}

function nearest(places: readonly Place[], {x, y}: {x: number; y: number}): number {
  let best = -1;
  let distance = reach ** 2;
  for (let i = 0; i < places.length; ++i) {
    const squared = (places[i].x - x) ** 2 + (places[i].y - y) ** 2;
    if (squared < distance) {
      distance = squared;
      best = i;
    }
  }
  return best;
}

/** A box of text beside a place, on the side that has room. */
export function Tip(
  {x, y}: {x: number; y: number},
  lines: readonly string[],
  {width, height}: {width: number; height: number}
): SVGElement {
  const boxWidth = Math.max(...lines.map(textWidth)) + 16;
  const boxHeight = lines.length * lineHeight + 8;
  const left = Math.max(0, x + 10 + boxWidth <= width ? x + 10 : Math.min(x - 10 - boxWidth, width - boxWidth));
  const top = Math.min(Math.max(0, y - boxHeight / 2), height - boxHeight);
  return svg`<g>
    <circle cx=${x} cy=${y} r="6" fill="none" stroke="currentColor" stroke-width="1.5"></circle>
    <g transform="translate(${left},${top})">
      <rect width=${boxWidth} height=${boxHeight} rx="3" fill="var(--theme-background)" stroke="currentColor" stroke-opacity="0.4"></rect>
      ${lines.map((line, i) => svg`<text x="8" y=${16 + i * lineHeight} font-weight=${i === 0 ? 600 : null}>${line}</text>`)}
    </g>
  </g>`;
}
