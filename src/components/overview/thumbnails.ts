import * as Plot from "@observablehq/plot";
import {html} from "htl";
import {
  type FeatureImportance,
  measuredMetric,
  type OutOfFoldSummary,
  type RunRow
} from "../../lib/experiment/experiment.js";
import type {MetricColumn} from "../../lib/experiment/metricColumn.js";
import {chartStyle, type ModelColor, modelColors, referenceColor, targetColor} from "../encoding.js";

// Small charts of what the pages show, each of which leads to its page.

const size = {width: 260, height: 84, margin: 6, marginLeft: 12, marginRight: 12, marginBottom: 18} as const;

/** All runs on one axis, in the colours of their models. */
export function RunsThumbnail(
  runs: readonly RunRow[],
  metric: MetricColumn,
  {color = modelColors(runs)}: {color?: ModelColor} = {}
): SVGSVGElement | HTMLElement {
  const points = runs.flatMap((run) => {
    const mean = measuredMetric(run, metric.name)?.mean;
    return mean === undefined ? [] : [{mean, fill: color(run.model)}];
  });
  return Plot.plot({
    ...size,
    ariaLabel: `${metric.title} of ${points.length} runs`,
    style: chartStyle,
    x: {label: null, ticks: 4, tickSize: 0},
    marks: [Plot.dot(points, Plot.dodgeY("middle", {x: "mean", r: 4, fill: "fill", fillOpacity: 0.85}))]
  });
}

/** The gain of every feature that is used, the highest first; the first is named. */
export function FeaturesThumbnail(importance: readonly FeatureImportance[]): SVGSVGElement | HTMLElement {
  const gains = importance
    .map(({feature, gain}) => ({feature, gain: gain.reduce((sum, value) => sum + value, 0)}))
    .sort((a, b) => b.gain - a.gain);
  return Plot.plot({
    ...size,
    ariaLabel: `Importance of ${gains.length} features`,
    style: chartStyle,
    x: {axis: null},
    y: {axis: null, zero: true},
    marks: [
      Plot.rectY(gains, {x1: (_, i) => i, x2: (_, i) => i + 1, y: "gain", fill: "#4269d0"}),
      Plot.text(gains.slice(0, 1), {x: 0, y: 0, text: "feature", textAnchor: "start", lineAnchor: "top", dy: 5})
    ]
  });
}

/** How the scores of both classes lie, and the threshold between them. */
export function ScoresThumbnail(
  {histogram: {edges, positives, negatives}}: OutOfFoldSummary,
  {threshold}: {threshold?: number} = {}
): SVGSVGElement | HTMLElement {
  const shares = (counts: readonly number[]) => {
    const total = counts.reduce((sum, count) => sum + count, 0) || 1;
    return counts.map((count, i) => ({x1: edges[i], x2: edges[i + 1], share: Math.sqrt(count / total)}));
  };
  return Plot.plot({
    ...size,
    ariaLabel: "Scores of rows with target 1 and 0",
    style: chartStyle,
    x: {label: null, ticks: [0, 0.5, 1], tickSize: 0, domain: [0, 1]},
    y: {axis: null, zero: true},
    marks: [
      Plot.rectY(shares(negatives), {x1: "x1", x2: "x2", y: "share", fill: targetColor.negative, fillOpacity: 0.6}),
      Plot.rectY(shares(positives), {x1: "x1", x2: "x2", y: "share", fill: targetColor.positive, fillOpacity: 0.6}),
      threshold === undefined ? null : Plot.ruleX([threshold], {stroke: referenceColor, strokeDasharray: "2,2"})
    ]
  });
}

export interface PageLink {
  title: string;
  words: string;
  href: string;
  picture: Node | null;
}

/** Pages, each with a small chart of what it shows. */
export function PageLinks(links: readonly PageLink[]): HTMLElement {
  return html`<ul class="page-links">${links.map(
    ({title, words, href, picture}) =>
      html`<li><a href=${href}><span class="thumbnail" aria-hidden="true">${picture}</span><strong>${title}</strong><span>${words}</span></a></li>`
  )}</ul>`;
}
