import {html} from "htl";
import type {FeatureProfile} from "../../lib/profile/featureProfile.js";
import {formatCount, formatMetric, formatValue} from "../format.js";
import {nextOrder, type Order, orderColumn, SortableHeader, sortRows} from "../sorting.js";
import {featureFlags, strength} from "./featureFlags.js";
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

interface Column {
  name: string;
  label: string;
  title?: string;
  descendingFirst?: boolean;
  value: (feature: FeatureProfile) => number | string;
  cell: (feature: FeatureProfile) => string;
}

const columns: Column[] = [
  {
    name: "auc",
    label: "AUC",
    title: "AUC of the feature alone; sorts by the distance from 0.5",
    descendingFirst: true,
    value: strength,
    cell: ({auc}) => formatMetric(auc)
  },
  {name: "mean", label: "Mean", value: ({train}) => train.mean, cell: ({train}) => formatValue(train.mean)},
  {
    name: "sd",
    label: "SD",
    title: "standard deviation",
    descendingFirst: true,
    value: ({train}) => train.standardDeviation,
    cell: ({train}) => formatValue(train.standardDeviation)
  },
  {
    name: "skew",
    label: "Skew",
    title: "skewness",
    descendingFirst: true,
    value: ({train}) => train.skewness,
    cell: ({train}) => formatValue(train.skewness)
  },
  {
    name: "missing",
    label: "Missing",
    title: "missing values in train",
    descendingFirst: true,
    value: ({train}) => train.missing,
    cell: ({train}) => formatCount(train.missing)
  },
  {
    name: "drift",
    label: "Drift",
    title: "population stability index of test against train; a shift from 0.1",
    descendingFirst: true,
    value: ({drift}) => drift.populationStabilityIndex,
    cell: ({drift}) => formatValue(drift.populationStabilityIndex, 4)
  }
];

/** One row a feature. Its value is the open feature and the order; it fires `input` when that changes. */
export function FeatureTable(
  features: readonly FeatureProfile[],
  {order = "-auc", selected, onOpen = () => {}}: FeatureTableOptions = {}
): HTMLElement & {value: FeatureTableValue} {
  const open = features.find(({name}) => name === selected) ?? sortFeatures(features, order)[0];
  let value: FeatureTableValue = {order, selected: open?.name ?? ""};
  // Drawn once; sorting only moves them.
  const rows = new Map(features.map((feature) => [feature.name, FeatureRow(feature)]));
  const head = html`<tr></tr>`;
  const body = html`<tbody></tbody>`;
  const root = html`<div class="table-scroll features-scroll" role="region" aria-label="Features" tabindex="0">
    <table class="features"><thead>${head}</thead>${body}</table>
    ${features.length === 0 ? html`<p class="empty">No feature matches. Clear the search or choose another flag.</p>` : null}
  </div>`;

  function FeatureRow(feature: FeatureProfile): HTMLElement {
    const flags = featureFlags(feature);
    return html`<tr onclick=${() => select(feature.name)}>
      <th scope="row"><button type="button" class="row-button" onclick=${(event: Event) => {
        event.stopPropagation();
        select(feature.name);
      }}>${feature.name}</button></th>
      <td>${SparkHistogram(feature)}</td>
      ${columns.map(({cell}) => html`<td class="number">${cell(feature)}</td>`)}
      <td>${flags.map(({name, reason}) => html`<em class="mark" title=${`${feature.name} ${reason}`}>${name}</em>`)}</td>
    </tr>`;
  }

  function select(name: string): void {
    change({selected: name});
    onOpen(name);
  }

  function sort({name, descendingFirst}: Pick<Column, "name" | "descendingFirst">): void {
    change({order: nextOrder(value.order, name, {descendingFirst})});
    head.querySelector<HTMLButtonElement>(`button[data-column="${name}"]`)?.focus();
  }

  function change(next: Partial<FeatureTableValue>): void {
    const reordered = next.order !== undefined && next.order !== value.order;
    value = {...value, ...next};
    if (reordered) renderOrder();
    renderSelection();
    root.dispatchEvent(new Event("input", {bubbles: true}));
  }

  function renderOrder(): void {
    const header = (
      label: string,
      {numeric = true, ...column}: {name: string; title?: string; descendingFirst?: boolean; numeric?: boolean}
    ) =>
      SortableHeader(label, {
        column: column.name,
        title: column.title,
        numeric,
        order: value.order,
        onSort: () => sort(column)
      });
    head.replaceChildren(
      header("Feature", {name: "name", numeric: false}),
      html`<th scope="col">Distribution</th>`,
      ...columns.map((column) => header(column.label, column)),
      html`<th scope="col">Remarks</th>`
    );
    body.replaceChildren(...sortFeatures(features, value.order).flatMap(({name}) => rows.get(name) ?? []));
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

function sortFeatures(features: readonly FeatureProfile[], order: Order): FeatureProfile[] {
  const column = columns.find(({name}) => name === orderColumn(order));
  return sortRows(features, column?.value ?? (({name}) => name), order);
}
