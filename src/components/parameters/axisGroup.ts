import {svg} from "htl";
import type {Brush} from "../../lib/experiment/brush.js";
import {isWithin} from "../../lib/experiment/brush.js";
import {shortLabel, thinTicks} from "./axisLabels.js";
import {axisLine} from "./dotPlot.js";
import type {ParallelAxis} from "./parallelAxes.js";

export interface AxisGroupOptions {
  x: number;
  top: number;
  bottom: number;
  /** Pixels to the next axis. */
  room: number;
  /** Whether Tab leads here. */
  isActive: boolean;
  /** Read out for its name. */
  description: string;
  /** While and after the pointer is drawn along the axis; undefined after a mere click on it. */
  onBrush: (brush: Brush | undefined, isDone: boolean) => void;
  /** After its name was dragged this many pixels to the right. */
  onMove: (pixels: number) => void;
  onFocus: () => void;
}

/** Half the width of what takes the pointer on an axis. */
const grip = 14;
/** Pixels that are a click rather than a drag. */
const still = 3;

/** An axis of parallel coordinates: its name, which is a handle, the line to brush on, and ticks. */
export function AxisGroup(
  {title, axis, brush}: ParallelAxis,
  {x, top, bottom, room, isActive, description, onBrush, onMove, onFocus}: AxisGroupOptions
): SVGElement {
  const y = (position: number) => bottom - position * (bottom - top);
  // The words are beside the handle, not in it: they may be cut, and are read out whole.
  const name = svg`<rect class="axis-name" role="button" tabindex=${isActive ? "0" : "-1"} aria-label=${description} onfocus=${onFocus}
    x=${-room / 2} width=${room} y="0" height=${top - 8} fill="transparent"></rect>`;
  const words = svg`<g text-anchor="middle" pointer-events="none" aria-hidden="true">
    <text y="14" font-weight="600">${shortLabel(title, Math.max(6, Math.floor(Math.min(room, 2 * x) / 7.4)))}</text>
    ${axis.scale === "log" ? svg`<text y="28" fill="var(--theme-foreground-muted)">log</text>` : null}
  </g>`;
  const chosen: SVGElement = svg`<rect class="axis-brush" x=${-grip / 2} width=${grip}></rect>`;
  const line: SVGElement = svg`<g class="axis-line">
    <rect x=${-grip} width=${2 * grip} y=${top - 6} height=${bottom - top + 12} fill="transparent"></rect>
    <path d=${axisLine(axis)
      .map(([from, to]) => `M0,${y(from) + 3}V${y(to) - 3}`)
      .join("")} stroke="currentColor" stroke-opacity="0.6"></path>
    ${chosen}
  </g>`;
  drawBrush(brush);

  function drawBrush(part: Brush | undefined): void {
    chosen.setAttribute("y", String(part ? y(part.high) - 2 : 0));
    chosen.setAttribute("height", String(part ? y(part.low) - y(part.high) + 4 : 0));
  }

  follow(line, (start, now, isDone) => {
    const position = (client: number) => {
      const svgBox = line.ownerSVGElement?.getBoundingClientRect();
      return Math.max(0, Math.min(1, (bottom - (client - (svgBox?.top ?? 0))) / (bottom - top)));
    };
    const [from, to] = [position(start.y), position(now.y)].sort((a, b) => a - b);
    const part = Math.abs(now.y - start.y) < still ? undefined : {low: from, high: to};
    drawBrush(part);
    onBrush(part, isDone);
  });
  follow(name, (start, now, isDone) => {
    const moved = now.x - start.x;
    group.setAttribute("transform", `translate(${isDone ? x : x + moved},0)`);
    if (isDone && Math.abs(moved) >= still) onMove(moved);
  });

  const ticks = thinTicks(axis.ticks, {length: (bottom - top) * 2.4});
  const group: SVGElement = svg`<g transform="translate(${x},0)">
    ${line}
    <g class="axis-ticks" pointer-events="none">${ticks.map(
      ({position, label}) => svg`<text x="7" y=${y(position)} dy="0.32em">${label}</text>`
    )}</g>
    ${name}${words}
  </g>`;
  return group;
}

/** “num_leaves, axis 2 of 9, logarithmic, 12 of 40 runs within the choice”. */
export function axisHeading({title, axis, brush, values}: ParallelAxis, index: number, count: number): string {
  const within = values.filter((value) => isWithin(axis.position(value), brush)).length;
  const choice = brush ? `${within} of ${values.length} runs within the choice` : "nothing chosen";
  return `${title}, axis ${index + 1} of ${count}, ${axis.scale === "log" ? "logarithmic, " : ""}${choice}`;
}

interface Point {
  x: number;
  y: number;
}

/** Calls back while the pointer is held, and once when it is let go. */
function follow(node: SVGElement, move: (start: Point, now: Point, isDone: boolean) => void): void {
  node.addEventListener("pointerdown", (down) => {
    if (down.button !== 0) return;
    const start = {x: down.clientX, y: down.clientY};
    node.setPointerCapture(down.pointerId);
    const onMove = ({clientX, clientY}: PointerEvent) => move(start, {x: clientX, y: clientY}, false);
    const onUp = ({clientX, clientY}: PointerEvent) => {
      stop();
      move(start, {x: clientX, y: clientY}, true);
    };
    const stop = () => {
      node.removeEventListener("pointermove", onMove);
      node.removeEventListener("pointerup", onUp);
      node.removeEventListener("pointercancel", stop);
    };
    node.addEventListener("pointermove", onMove);
    node.addEventListener("pointerup", onUp);
    node.addEventListener("pointercancel", stop);
  });
}
