import {html} from "htl";

export interface FittedChart {
  node: HTMLElement;
  /** After what it shows has changed. */
  redraw(): void;
}

/**
 * A chart that is drawn again when there is more or less room for it.
 * @param options.width until it is laid out
 * @param options.height reserved until it is laid out, so that little below it moves
 */
export function fitWidth(
  draw: (width: number) => Node,
  {width = 640, height}: {width?: number; height?: number} = {}
): FittedChart {
  const node = html`<div class="fitted" style=${height === undefined ? null : `min-height:${height}px`}></div>`;
  let drawn = width;
  const redraw = () => node.replaceChildren(draw(drawn));
  redraw();
  if (typeof ResizeObserver !== "undefined")
    new ResizeObserver(([entry]) => {
      const available = Math.floor(entry.contentRect.width);
      if (available <= 0 || available === drawn) return;
      drawn = available;
      node.style.minHeight = "";
      redraw();
    }).observe(node);
  return {node, redraw};
}
