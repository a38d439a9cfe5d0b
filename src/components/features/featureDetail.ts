import {html} from "htl";
import {type ColumnSummary, type FeatureProfile, quantileLevels} from "../../lib/profile/featureProfile.js";
import type {FeatureShape, ModelShape} from "../../lib/profile/modelShape.js";
import {formatCount, formatMetric, formatValue} from "../format.js";
import {hasValues} from "./density.js";
import {CumulativeDifference, cumulativeFinding, DensityByTarget} from "./distributionChart.js";
import {featureFlags, flagLimits, reach} from "./featureFlags.js";
import {FeatureHistogram, type FeatureHistogramOptions} from "./featureHistogram.js";
import {aloneFinding, targetRateFinding} from "./findings.js";
import {repeatsFinding} from "./modelFindings.js";
import {ShapeChart} from "./shapeChart.js";
import {TargetRateChart} from "./targetRateChart.js";

export interface FeatureDetailOptions {
  width?: number;
  positiveRate: number;
  /** How many features there are: what is said of one is judged as one of these. */
  features?: number;
  model?: ModelShape;
  shape?: FeatureShape;
  /** The value that the marker on the model's curve is at. */
  value?: number;
  onValue?: (value: number) => void;
  onStep?: (direction: 1 | -1) => void;
  /** The features that go with this one. */
  related?: () => Node;
}

/** Everything known about one feature. */
export function FeatureDetail(
  feature: FeatureProfile,
  {
    width = 480,
    positiveRate,
    features = 200,
    model,
    shape,
    value,
    onValue = () => {},
    onStep,
    related
  }: FeatureDetailOptions
): HTMLElement {
  const {title, basis} = targetRateFinding(feature);
  const flags = featureFlags(feature);
  const remark = flags.length
    ? `${feature.name} ${flags.map(({reason}) => reason).join("; ")}.`
    : `Nothing is remarkable about ${feature.name}: AUC alone ${formatMetric(reach(feature))}, no drift, nothing missing.`;
  const step = (direction: 1 | -1, label: string, face: string) =>
    html`<button type="button" aria-label=${label} title=${label} onclick=${() => onStep?.(direction)}>${face}</button>`;
  return html`<section class="feature-detail" aria-label=${`Details of ${feature.name}`}>
    <header><h2 aria-live="polite">${title}</h2>${onStep ? html`<span class="steps">${step(-1, "Previous feature", "↑")}${step(1, "Next feature", "↓")}</span>` : null}</header>
    <p>${remark}</p>
    ${feature.categories ? html`<p class="caption">Categories by their number: ${listCategories(feature.categories)}.</p>` : null}
    ${hasValues(feature) ? charts() : null}
    <details><summary>Statistics of train and test</summary><div class="table-scroll">${SummaryTable(feature)}</div></details>
    <p class="caption">${basis === undefined ? "" : `${basis} `}${hasValues(feature) ? describeBins(feature) : ""}PSI is the population stability index of test against train: from ${flagLimits.drift} on, and beyond chance, a shift. – stands where a statistic does not exist.</p>
  </section>`;

  function charts(): DocumentFragment {
    const wide = width >= 760;
    const half = wide ? (width - 24) / 2 : width;
    return html.fragment`${model && shape ? curve(model, shape) : null}
      <div class=${wide ? "detail-pair" : ""}>
        <div><h3>Target 1 along ${feature.name}</h3>${TargetRateChart(feature, {width: half, height: 220, positiveRate})}<p class="caption">${aloneFinding(feature)}</p></div>
        <div>${Distribution(feature, half)}</div>
        <div><h3>Test against train</h3>${CumulativeDifference(feature, {width: half, height: 200})}<p class="caption">${cumulativeFinding(feature)}</p></div>
        <div><h3>Repeated values</h3><p>${repeatsFinding(feature, features)}</p>${related ? related() : null}</div>
      </div>`;
  }

  function curve(model: ModelShape, shape: FeatureShape): HTMLElement {
    const chart = ShapeChart(shape, feature, model, {width, positiveRate, value});
    chart.addEventListener("input", () => onValue(chart.value));
    return html`<div><h3>What the model adds</h3>${chart}</div>`;
  }
}

/** Train and test, or the targets apart. */
function Distribution(feature: FeatureProfile, width: number): HTMLElement {
  const drawing = html`<div></div>`;
  const name = `distribution-${feature.name}`;
  const files = (measure: FeatureHistogramOptions["measure"]) =>
    html.fragment`${FeatureHistogram(feature, {width, height: 220, measure})}<p class="legend"><span class="key-train">train</span><span class="key-test">test</span></p>`;
  const kinds: [label: string, draw: () => Node][] = [
    ["density", () => files("density")],
    ["rows", () => files("rows")],
    ["rows, logarithmic", () => files("rows, logarithmic")],
    ["target 1 and 0", () => DensityByTarget(feature, {width, height: 220})]
  ];
  const choices = kinds.map(
    ([label, draw], i) =>
      html`<label><input type="radio" name=${name} checked=${i === 0} onchange=${() => drawing.replaceChildren(draw())}> ${label}</label>`
  );
  drawing.append(kinds[0][1]());
  return html`<div><h3>Distribution</h3>${drawing}<div class="choices" role="radiogroup" aria-label="Distribution by">${choices}</div></div>`;
}

function describeBins({trainCounts: {length}}: FeatureProfile): string {
  return length < 3
    ? ""
    : `${formatCount(length)} bins shared by train and test, of one width between the 0.5 % and 99.5 % quantiles; the outer two take the tails and may be cut off here. Intervals are 95 %. `;
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
