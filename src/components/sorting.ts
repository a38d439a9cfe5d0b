import {html} from "htl";

/** A table's order as one word for the address: `auc` ascending, `-auc` descending. */
export type Order = string;

export const orderColumn = (order: Order): string => order.replace(/^-/, "");
export const isDescending = (order: Order): boolean => order.startsWith("-");

/** The order after a click on a column's header: its own natural direction first, then the other. */
export function nextOrder(order: Order, column: string, {descendingFirst = false} = {}): Order {
  const [first, second] = descendingFirst ? [`-${column}`, column] : [column, `-${column}`];
  return order === first ? second : first;
}

/** Sorts by the value of a row; missing values come last in both directions, ties keep their order. */
export function sortRows<Row>(
  rows: readonly Row[],
  value: (row: Row) => number | string | undefined,
  order: Order
): Row[] {
  const direction = isDescending(order) ? -1 : 1;
  return rows.toSorted((a, b) => {
    const x = value(a);
    const y = value(b);
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
    if (typeof x === "number" && typeof y === "number") return direction * (x - y);
    return direction * String(x).localeCompare(String(y), "en", {numeric: true});
  });
}

/** A header cell whose button sorts the table; says its state to assistive technology. */
export function SortableHeader(
  label: string,
  {
    column,
    order,
    numeric = false,
    title,
    onSort
  }: {column: string; order: Order; numeric?: boolean; title?: string; onSort: () => void}
): HTMLElement {
  const sorted = orderColumn(order) === column;
  const arrow = sorted ? (isDescending(order) ? "↓" : "↑") : "";
  const state = sorted ? (isDescending(order) ? "descending" : "ascending") : "none";
  return html`<th scope="col" class=${numeric ? "number" : null} aria-sort=${state}>
    <button type="button" class="sort" data-column=${column} title=${title} onclick=${onSort}>${label}<span aria-hidden="true">${arrow}</span></button>
  </th>`;
}
