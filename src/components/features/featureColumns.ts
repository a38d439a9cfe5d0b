import {html} from "htl";
import type {FeatureProfile} from "../../lib/profile/featureProfile.js";
import type {Column} from "../columns.js";
import {formatCount, formatMetric, formatPercent, formatValue, noValue} from "../format.js";
import {type FeatureFlag, featureFlags, reach} from "./featureFlags.js";
import {SparkHistogram, SparkRate} from "./sparkHistogram.js";

const number = {numeric: true, descendingFirst: true} as const;

const repeatShare = ({repeats: {rows}}: FeatureProfile): number | undefined => {
  const all = rows.reduce((sum, count) => sum + count, 0);
  return all === 0 ? undefined : 1 - (rows[0] ?? 0) / all;
};

/** Columns whose cells are all the same say nothing, and are left out with a word. */
const optional: {column: Column<FeatureProfile>; text: (feature: FeatureProfile) => string}[] = [
  textColumn("drift", "Drift", "population stability index of test against train; a shift from 0.1", {
    value: ({drift}) => drift?.populationStabilityIndex,
    text: ({drift}) => formatValue(drift?.populationStabilityIndex, 4)
  }),
  textColumn("repeats", "Repeated", "share of training rows whose value occurs more than once", {
    value: repeatShare,
    text: (feature) => {
      const share = repeatShare(feature);
      return share === undefined ? noValue : formatPercent(share);
    }
  }),
  textColumn("mean", "Mean", "of train", {value: ({train}) => train.mean, text: ({train}) => formatValue(train.mean)}),
  textColumn("sd", "SD", "standard deviation of train", {
    value: ({train}) => train.standardDeviation,
    text: ({train}) => formatValue(train.standardDeviation)
  }),
  textColumn("skew", "Skew", "skewness of train", {
    value: ({train}) => train.skewness,
    text: ({train}) => formatValue(train.skewness)
  }),
  textColumn("missing", "Missing", "missing values in train", {
    value: ({train}) => train.missing,
    text: ({train}) => formatCount(train.missing)
  })
];

function textColumn(
  name: string,
  label: string,
  title: string,
  {value, text}: {value: (feature: FeatureProfile) => number | undefined; text: (feature: FeatureProfile) => string}
) {
  return {column: {name, label, title, value, cell: text, ...number}, text};
}

/** The columns whose cells differ, and the labels of the others with what all of them say. */
export function tableColumns(
  features: readonly FeatureProfile[],
  importance?: ReadonlyMap<string, number>
): {columns: Column<FeatureProfile>[]; same: string[]} {
  const differs = optional.map(({column, text}) => ({column, texts: new Set(features.map(text))}));
  const flagged = features.some((feature) => featureFlags(feature).length > 0);
  const columns: Column<FeatureProfile>[] = [
    {
      name: "name",
      label: "Feature",
      value: ({name}) => name,
      cell: ({name}) => html`<button type="button" class="row-button" tabindex="-1">${name}</button>`
    },
    {name: "distribution", label: "Distribution", cell: (feature) => SparkHistogram(feature, {width: 160, height: 34})},
    {name: "rate", label: "Target 1", cell: (feature) => SparkRate(feature, {width: 72, height: 34})}
  ];
  if (importance !== undefined)
    columns.push({
      name: "importance",
      label: "Effect",
      title: "how far the feature moves the model's log-odds, on average over the training rows",
      value: ({name}) => importance.get(name) ?? 0,
      cell: ({name}) => formatMetric(importance.get(name) ?? 0, 3),
      ...number
    });
  columns.push({
    name: "auc",
    label: "AUC",
    title: "AUC of the feature alone, used in the better direction: ↑ target 1 grows with it, ↓ falls",
    value: reach,
    cell: AucCell,
    ...number
  });
  columns.push(...differs.filter(({texts}) => texts.size > 1 || features.length < 2).map(({column}) => column));
  if (flagged)
    columns.push({
      name: "remarks",
      label: "Remarks",
      cell: (feature) => featureFlags(feature).map((flag) => Mark(feature, flag))
    });
  const same = differs.flatMap(({column: {label}, texts}) =>
    texts.size === 1 && features.length > 1 ? [`${label.toLowerCase()} ${[...texts][0]}`] : []
  );
  return {columns, same};
}

function AucCell({auc}: FeatureProfile): string | Node {
  if (auc === undefined) return html`<span title="no values in rows of both targets">${noValue}</span>`;
  return `${formatMetric(reach({auc}))} ${auc < 0.5 ? "↓" : "↑"}`;
}

function Mark({name}: FeatureProfile, flag: FeatureFlag): HTMLElement {
  return html`<em class="mark" title=${`${name} ${flag.reason}`}>${flag.name}</em>`;
}
