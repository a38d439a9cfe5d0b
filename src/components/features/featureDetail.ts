import {html} from "htl";
import {type ColumnSummary, type FeatureProfile, quantileLevels} from "../../lib/profile/featureProfile.js";
import {formatCount, formatMetric, formatValue} from "../format.js";
import {hasValues} from "./density.js";
import {featureFlags, flagLimits, reach} from "./featureFlags.js";
import {FeatureHistogram} from "./featureHistogram.js";
import {targetRateFinding} from "./findings.js";
import {TargetRateChart} from "./targetRateChart.js";

export interface FeatureDetailOptions {
  width?: number;
  positiveRate?: number;
}

/** Everything known about one feature. */
export function FeatureDetail(
  feature: FeatureProfile,
  {width = 480, positiveRate}: FeatureDetailOptions = {}
): HTMLElement {
  const {title, basis} = targetRateFinding(feature);
  const flags = featureFlags(feature);
  const remark = flags.length
    ? `${feature.name} ${flags.map(({reason}) => reason).join("; ")}.`
    : `Nothing is remarkable about ${feature.name}: AUC alone ${formatMetric(reach(feature))}, no drift, nothing missing.`;
  const charts = html.fragment`${TargetRateChart(feature, {width, positiveRate})}
    ${FeatureHistogram(feature, {width})}
    <p class="legend"><span class="key-train">train</span><span class="key-test">test</span><span class="key-target">target 1, with 95 % interval</span></p>`;
  return html`<section class="feature-detail" aria-live="polite" aria-label=${`Details of ${feature.name}`}>
    <h2>${title}</h2>
    <p>${remark}</p>
    ${feature.categories ? html`<p class="caption">Categories by their number: ${listCategories(feature.categories)}.</p>` : null}
    ${hasValues(feature) ? charts : null}
    <div class="table-scroll">${SummaryTable(feature)}</div>
    <p class="caption">${basis === undefined ? "" : `${basis} `}${hasValues(feature) ? describeBins(feature) : ""}PSI is the population stability index of test against train: from ${flagLimits.drift} on, and beyond chance, a shift. – stands where a statistic does not exist.</p>
  </section>`;
}

function describeBins({trainCounts: {length}}: FeatureProfile): string {
  return length < 3
    ? ""
    : `${formatCount(length)} bins shared by train and test, of one width between the 0.5 % and 99.5 % quantiles; the outer two take the tails and may be cut off here. `;
}

const statistics: {label: string; value: (summary: ColumnSummary) => string}[] = [
  {label: "Rows", value: ({rows}) => formatCount(rows)},
  {label: "Missing", value: ({missing}) => formatCount(missing)},
  {label: "Infinite", value: ({infinite}) => formatCount(infinite)},
  {label: "Zeros", value: ({zeros}) => formatCount(zeros)},
  {label: "Distinct", value: ({distinct}) => formatCount(distinct)},
  {label: "Mean", value: ({mean}) => formatValue(mean, 4)},
  {label: "SD", value: ({standardDeviation}) => formatValue(standardDeviation, 4)},
  {label: "Skewness", value: ({skewness}) => formatValue(skewness, 4)},
  {label: "Minimum", value: ({minimum}) => formatValue(minimum, 4)},
  ...quantileLevels.map((level, i) => ({
    label: level === 0.5 ? "Median" : `${Math.round(100 * level)} % quantile`,
    value: ({quantiles}: ColumnSummary) => formatValue(quantiles?.[i], 4)
  })),
  {label: "Maximum", value: ({maximum}) => formatValue(maximum, 4)}
];

function SummaryTable({train, test, drift}: FeatureProfile): HTMLElement {
  return html`<table class="summary">
    <thead><tr><th scope="col"><span class="visually-hidden">Statistic</span></th><th scope="col" class="number">Train</th><th scope="col" class="number">Test</th></tr></thead>
    <tbody>
      ${statistics.map(({label, value}) => html`<tr><th scope="row">${label}</th><td class="number">${value(train)}</td><td class="number">${value(test)}</td></tr>`)}
      <tr><th scope="row">PSI</th><td></td><td class="number">${formatValue(drift?.populationStabilityIndex, 4)}</td></tr>
      <tr><th scope="row">Kolmogorov–Smirnov</th><td></td><td class="number">${formatValue(drift?.kolmogorovSmirnov, 4)}</td></tr>
    </tbody>
  </table>`;
}

/** More of them would push the charts out of sight. */
const mostCategories = 30;

function listCategories(categories: readonly string[]): string {
  const shown = categories.slice(0, mostCategories).map((text, code) => `${code} ${text}`);
  const rest = categories.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}
