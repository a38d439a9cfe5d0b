import {html} from "htl";
import {whenVisible} from "./whenVisible.js";

export interface FittedChart {
  node: HTMLElement;
  /** After what it shows has changed. */
  redraw(): void;
}

/**
 * A chart that is drawn when the reader comes to it, and again when there is more or less room for it.
 * @param options.width where nothing is laid out
 * @param options.height reserved until it is drawn, so that little below it moves
 */
export function fitWidth(
  draw: (width: number) => Node,
  {width = 640, height}: {width?: number; height?: number} = {}
): FittedChart {
  const node = html`<div class="fitted" style=${height === undefined ? null : `min-height:${height}px`}></div>`;
  let drawn = 0;
  const drawNow = () => {
    drawn = Math.floor(node.clientWidth) || width;
    node.replaceChildren(draw(drawn));
    node.style.minHeight = "";
  };
  if (typeof IntersectionObserver === "undefined") {
    drawNow();
    return {node, redraw: drawNow};
  }
  const lazy = whenVisible(node, drawNow, {ahead: true});
  new ResizeObserver(() => {
    if (drawn > 0 && Math.floor(node.clientWidth) !== drawn) lazy.redraw();
  }).observe(node);
  return {node, redraw: () => lazy.redraw()};
}
