import {svg} from "htl";

export interface HundredGridOptions {
  /** Of the dots that count. */
  color?: string;
  /** What the picture shows, for readers who cannot see it. */
  label: string;
}

const step = 15;

/** A hundred dots in ten rows, as many of them filled as the share says; from the top left, row by row. */
export function HundredGrid(share: number, {color = "currentColor", label}: HundredGridOptions): SVGSVGElement {
  const filled = Math.round(100 * share);
  const size = 10 * step;
  return svg`<svg width=${size} height=${size} viewBox=${`0 0 ${size} ${size}`} role="img" aria-label=${label}>${Array.from(
    {length: 100},
    (_, i) =>
      svg`<circle cx=${((i % 10) + 0.5) * step} cy=${(Math.floor(i / 10) + 0.5) * step} r="5" fill=${i < filled ? color : "none"} stroke=${i < filled ? color : "var(--theme-foreground-fainter, #bbb)"}></circle>`
  )}</svg>`;
}
