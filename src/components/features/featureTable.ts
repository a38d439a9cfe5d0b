import {html} from "htl";
import type {FeatureProfile} from "../../lib/profile/featureProfile.js";
import {type Column, HeaderCells, type Order, RowCells, replaceHeader, sortRows} from "../columns.js";
import {formatCount, formatMetric, formatValue, noValue} from "../format.js";
import {type FeatureFlag, featureFlags, reach} from "./featureFlags.js";
import {SparkHistogram} from "./sparkHistogram.js";

export interface FeatureTableOptions {
  order?: Order;
  /** Name of the feature that is open; the first row if it is absent or not among the features. */
  selected?: string;
  /** Called when the reader opens a feature, not when the first one opens by itself. */
  onOpen?: (name: string) => void;
}

export interface FeatureTableValue {
  order: Order;
  selected: string;
}

const number = {numeric: true, descendingFirst: true} as const;

const columns: Column<FeatureProfile>[] = [
  {
    name: "name",
    label: "Feature",
    value: ({name}) => name,
    cell: ({name}) => html`<button type="button" class="row-button">${name}</button>`
  },
  {name: "distribution", label: "Distribution", cell: (feature) => SparkHistogram(feature)},
  {
    name: "auc",
    label: "AUC",
    title: "AUC of the feature alone, used in the better direction: ↑ target 1 grows with it, ↓ falls",
    value: reach,
    cell: AucCell,
    ...number
  },
  {
    name: "drift",
    label: "Drift",
    title: "population stability index of test against train; a shift from 0.1",
    value: ({drift}) => drift?.populationStabilityIndex,
    cell: ({drift}) => formatValue(drift?.populationStabilityIndex, 4),
    ...number
  },
  {name: "remarks", label: "Remarks", cell: (feature) => featureFlags(feature).map((flag) => Mark(feature, flag))},
  {name: "mean", label: "Mean", value: ({train}) => train.mean, cell: ({train}) => formatValue(train.mean), ...number},
  {
    name: "sd",
    label: "SD",
    title: "standard deviation",
    value: ({train}) => train.standardDeviation,
    cell: ({train}) => formatValue(train.standardDeviation),
    ...number
  },
  {
    name: "skew",
    label: "Skew",
    title: "skewness",
    value: ({train}) => train.skewness,
    cell: ({train}) => formatValue(train.skewness),
    ...number
  },
  {
    name: "missing",
    label: "Missing",
    title: "missing values in train",
    value: ({train}) => train.missing,
    cell: ({train}) => formatCount(train.missing),
    ...number
  }
];

function AucCell({auc}: FeatureProfile): string | Node {
  if (auc === undefined) return html`<span title="no values in rows of both targets">${noValue}</span>`;
  return `${formatMetric(reach({auc}))} ${auc < 0.5 ? "↓" : "↑"}`;
}

function Mark({name}: FeatureProfile, flag: FeatureFlag): HTMLElement {
  return html`<em class="mark" title=${`${name} ${flag.reason}`}>${flag.name}</em>`;
}

/** One row a feature. Its value is the open feature and the order; it fires `input` when that changes. */
export function FeatureTable(
  features: readonly FeatureProfile[],
  {order = "-auc", selected, onOpen = () => {}}: FeatureTableOptions = {}
): HTMLElement & {value: FeatureTableValue} {
  const first = features.find(({name}) => name === selected) ?? sortRows(features, columns, order)[0];
  let value: FeatureTableValue = {order, selected: first?.name ?? ""};
  // Drawn once; sorting only moves them.
  const rows = new Map(features.map((feature) => [feature.name, FeatureRow(feature)]));
  const head = html`<tr></tr>`;
  const body = html`<tbody></tbody>`;
  const root = html`<div class="table-scroll features-scroll" role="region" aria-label="Features" tabindex="0">
    <table class="features"><thead>${head}</thead>${body}</table>
    ${features.length === 0 ? html`<p class="empty">No feature matches. Clear the search or choose another flag.</p>` : null}
  </div>`;

  function FeatureRow(feature: FeatureProfile): HTMLElement {
    return html`<tr onclick=${() => open(feature.name)}>${RowCells(columns, feature)}</tr>`;
  }

  function open(name: string): void {
    change({selected: name});
    onOpen(name);
  }

  function change(next: Partial<FeatureTableValue>): void {
    const reordered = next.order !== undefined && next.order !== value.order;
    value = {...value, ...next};
    if (reordered) renderOrder();
    renderSelection();
    root.dispatchEvent(new Event("input", {bubbles: true}));
  }

  function renderOrder(): void {
    replaceHeader(head, HeaderCells(columns, {order: value.order, onSort: (order) => change({order})}));
    body.replaceChildren(...sortRows(features, columns, value.order).flatMap(({name}) => rows.get(name) ?? []));
  }

  function renderSelection(): void {
    for (const [name, row] of rows) {
      const selected = name === value.selected;
      row.dataset.selected = String(selected);
      row.querySelector("button")?.setAttribute("aria-current", String(selected));
    }
  }

  renderOrder();
  renderSelection();
  return Object.defineProperty(root, "value", {get: () => value}) as HTMLElement & {value: FeatureTableValue};
}
