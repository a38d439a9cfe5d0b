import {html} from "htl";

/** A column of a table that its reader can sort. */
export interface Column<Row> {
  name: string;
  label: string;
  /** Explains the label. */
  title?: string;
  numeric?: boolean;
  /** Whether the first click puts the largest on top. */
  descendingFirst?: boolean;
  /** What the column sorts by; one without it does not sort. */
  value?: (row: Row) => number | string | undefined;
  cell: (row: Row) => string | Node | Node[];
}

/** A table's order as one word for the address: `auc` ascending, `-auc` descending. */
export type Order = string;

const orderColumn = (order: Order): string => order.replace(/^-/, "");
const isDescending = (order: Order): boolean => order.startsWith("-");

/** The order after a click on a column's header: its own natural direction first, then the other. */
export function nextOrder(
  order: Order,
  {name, descendingFirst}: Pick<Column<never>, "name" | "descendingFirst">
): Order {
  const [first, second] = descendingFirst ? [`-${name}`, name] : [name, `-${name}`];
  return order === first ? second : first;
}

/** Sorts by a column; missing values come last in both directions, ties and unknown columns keep the rows' order. */
export function sortRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], order: Order): Row[] {
  const value = columns.find(({name}) => name === orderColumn(order))?.value;
  if (!value) return [...rows];
  const direction = isDescending(order) ? -1 : 1;
  return rows.toSorted((a, b) => {
    const x = value(a);
    const y = value(b);
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
    if (typeof x === "number" && typeof y === "number") return direction * (x - y);
    return direction * String(x).localeCompare(String(y), "en", {numeric: true});
  });
}

/** Header cells whose buttons sort the table; they say their state to assistive technology. */
export function HeaderCells<Row>(
  columns: readonly Column<Row>[],
  {order, onSort}: {order: Order; onSort: (order: Order) => void}
): HTMLElement[] {
  return columns.map((column) => {
    const {name, label, title, numeric, value} = column;
    const kind = numeric ? "number" : null;
    if (!value) return html`<th scope="col" class=${kind} data-column=${name}>${label}</th>`;
    const sorted = orderColumn(order) === name;
    const arrow = sorted ? (isDescending(order) ? "↓" : "↑") : "";
    const state = sorted ? (isDescending(order) ? "descending" : "ascending") : "none";
    return html`<th scope="col" class=${kind} data-column=${name} aria-sort=${state}>
      <button type="button" class="sort" title=${title} onclick=${() => onSort(nextOrder(order, column))}>${label}<span aria-hidden="true">${arrow}</span></button>
    </th>`;
  });
}

/** A row's cells; the first is its header. */
export function RowCells<Row>(columns: readonly Column<Row>[], row: Row): HTMLElement[] {
  return columns.map(({name, numeric, cell}, i) =>
    i === 0
      ? html`<th scope="row">${cell(row)}</th>`
      : html`<td class=${numeric ? "number" : null} data-column=${name}>${cell(row)}</td>`
  );
}

/** Puts new header cells in place and gives the focus back to the one that had it. */
export function replaceHeader(head: HTMLElement, cells: readonly Node[]): void {
  const focused = head.contains(document.activeElement) ? document.activeElement?.closest<HTMLElement>("th") : null;
  head.replaceChildren(...cells);
  if (focused) head.querySelector<HTMLElement>(`th[data-column="${focused.dataset.column}"] button`)?.focus();
}

/** In the place of a value that does not exist; the reason shows where one points at it, and is read out. */
export function AbsentValue(reason: string): HTMLElement {
  return html`<span class="absent" title=${reason} aria-label=${`none: ${reason}`} role="img">–</span>`;
}
