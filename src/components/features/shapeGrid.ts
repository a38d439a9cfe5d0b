import {html, svg} from "htl";
import type {FeatureProfile} from "../../lib/profile/featureProfile.js";
import type {FeatureShape, ModelShape} from "../../lib/profile/modelShape.js";
import {targetColor} from "../encoding.js";
import {formatDelta, formatMetric} from "../format.js";
import {largestEffect, rateDots, shapeSteps, shownRange} from "./shapePath.js";

export interface ShapeGridOptions {
  /** Of the training rows: where the dots are measured from. */
  positiveRate: number;
  /** The curves that are shown at first; a button shows the rest. */
  first?: number;
  color?: string;
  onOpen?: (name: string) => void;
}

const [width, height] = [124, 64];

/** All that the model does, as small multiples on one scale: the feature that moves the score most comes first. */
export function ShapeGrid(
  {features}: Pick<ModelShape, "features">,
  profiles: ReadonlyMap<string, FeatureProfile>,
  {positiveRate, first = 24, color = "var(--theme-foreground-focus)", onOpen = () => {}}: ShapeGridOptions
): HTMLElement {
  const most = largestEffect(features);
  const tile = (shape: FeatureShape) => {
    const profile = profiles.get(shape.name);
    return html`<button type="button" class="shape-tile" onclick=${() => onOpen(shape.name)} aria-label=${describe(shape)}>
      <span>${shape.name}</span>
      ${profile ? Curve(shape, profile, {most, positiveRate, color}) : null}
    </button>`;
  };
  const grid = html`<div class="shape-grid">${features.slice(0, first).map(tile)}</div>`;
  if (features.length <= first) return grid;
  const all = html<HTMLButtonElement>`<button type="button">Show all ${features.length} curves</button>`;
  all.onclick = () => {
    grid.append(...features.slice(first).map(tile));
    all.remove();
  };
  return html`<div>${grid}${all}</div>`;
}

function describe({name, values, meanAbsolute}: FeatureShape): string {
  return `${name}: from ${formatDelta(Math.min(...values), 2)} to ${formatDelta(Math.max(...values), 2)}, on average ${formatMetric(meanAbsolute, 3)} in log-odds`;
}

interface CurveOptions {
  most: number;
  positiveRate: number;
  color: string;
}

function Curve(shape: FeatureShape, profile: FeatureProfile, {most, positiveRate, color}: CurveOptions): SVGElement {
  const range = shownRange(profile);
  const x = (value: number) => (((value - range[0]) / (range[1] - range[0] || 1)) * width).toFixed(1);
  const y = (value: number) => (height / 2 - (Math.max(-1.1, Math.min(1.1, value / most)) * height) / 2.3).toFixed(1);
  const steps = shapeSteps(shape, profile, range);
  const line = steps.map(({low, high, value}, i) => `${i ? "L" : "M"}${x(low)},${y(value)}H${x(high)}`).join("");
  const upper = steps.map(({low, high, greatest}, i) => `${i ? "L" : "M"}${x(low)},${y(greatest)}H${x(high)}`).join("");
  const lower = steps
    .toReversed()
    .map(({low, high, least}) => `L${x(high)},${y(least)}H${x(low)}`)
    .join("");
  const dots = rateDots(profile, positiveRate).map(
    ({value, logOdds}) =>
      svg`<circle cx=${x(Math.max(range[0], Math.min(range[1], value)))} cy=${y(logOdds)} r="1.6" fill=${targetColor.positive}></circle>`
  );
  return svg`<svg width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`} aria-hidden="true">
    <line x2=${width} y1=${height / 2} y2=${height / 2} stroke="var(--theme-foreground-faintest)"></line>
    <path d=${`${upper}${lower}Z`} fill=${color} fill-opacity="0.18"></path>
    ${dots}
    <path d=${line} fill="none" stroke=${color} stroke-width="1.5"></path>
  </svg>`;
}
