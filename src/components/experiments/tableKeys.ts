import type {TableRow} from "../../lib/experiment/tableRows.js";
import type {VirtualRows} from "../virtualRows.js";
import type {ExperimentView} from "./experimentView.js";

interface TableKeysOptions {
  view: ExperimentView;
  rows: VirtualRows<TableRow>;
  /** The rows over those that scroll. */
  pinned: HTMLElement;
  toggleGroup: (value: string) => void;
  /** Pixels of the head and what is pinned, which lie over the rows. */
  sticky: () => number;
}

const pageOfRows = 10;

const rowOf = (event: Event): HTMLTableRowElement | null =>
  event.target instanceof Element ? event.target.closest<HTMLTableRowElement>("tbody tr[data-key]") : null;

/**
 * The rows under the keyboard and the pointer: arrow keys, Page Up and Down, Home and End move through them, Space ticks a
 * run, Enter opens it; both fold groups, as the arrows to the sides do. A press with Shift ticks all runs in between.
 */
export function moveByKeys(table: HTMLTableElement, {view, rows, pinned, toggleGroup, sticky}: TableKeysOptions): void {
  let lastTicked: string | undefined;

  /** Index of a row, −1 for the pinned one. */
  function indexOf(row: HTMLTableRowElement): number {
    return pinned.contains(row) ? -1 : rows.items.findIndex((item) => rows.keyOf(item) === row.dataset.key);
  }

  function goTo(index: number): void {
    const first = pinned.firstElementChild ? -1 : 0;
    const bounded = Math.max(first, Math.min(rows.items.length - 1, index));
    const item = rows.items[bounded];
    if (item) rows.reveal(bounded, sticky());
    setFocus(item ? rows.elementOf(rows.keyOf(item)) : pinned.querySelector("tr"));
  }

  function setFocus(row: HTMLTableRowElement | null | undefined): void {
    row?.focus({preventScroll: true});
  }

  function tick(id: string, through: boolean): void {
    const ids = view.matchingRuns.length > 0 && through ? between(lastTicked, id) : [];
    lastTicked = id;
    if (ids.length > 0) view.select([...view.selected, ...ids]);
    else view.toggle(id);
  }

  /** Ids of the runs from one row to another, as they are shown. */
  function between(from: string | undefined, to: string): string[] {
    const shown = rows.items.flatMap((item) => (item.kind === "run" ? view.runs[item.row].runId : []));
    const [start, end] = [shown.indexOf(from ?? ""), shown.indexOf(to)].sort((a, b) => a - b);
    return start < 0 ? [] : shown.slice(start, end + 1);
  }

  /** @returns whether the key was for the row */
  function press(key: string, row: HTMLTableRowElement): boolean {
    const at = indexOf(row);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + pageOfRows,
      PageUp: at - pageOfRows,
      Home: -1,
      End: rows.items.length - 1
    };
    if (Object.hasOwn(steps, key)) {
      goTo(steps[key]);
      return true;
    }
    const {group, run} = row.dataset;
    if (group !== undefined) {
      const isOpen = row.ariaExpanded === "true";
      if (key === "Enter" || key === " " || key === (isOpen ? "ArrowLeft" : "ArrowRight")) toggleGroup(group);
      else return false;
      return true;
    }
    if (key === " " && run !== undefined) tick(run, false);
    else if (key === "Enter") row.querySelector("a")?.click();
    else return false;
    return true;
  }

  table.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rowOf(event);
    if (!row) {
      if (event.key !== "ArrowDown" || !(event.target instanceof HTMLButtonElement)) return;
      event.preventDefault();
      return goTo(-1);
    }
    // A box and a link within the row have keys of their own.
    const isWithin = event.target !== row;
    if (isWithin && (event.key === " " || event.key === "Enter")) return;
    if (press(event.key, row)) event.preventDefault();
  });

  table.addEventListener("click", (event) => {
    const row = rowOf(event);
    if (!row || !(event.target instanceof Element)) return;
    if (row.dataset.group !== undefined) return toggleGroup(row.dataset.group);
    const {run} = row.dataset;
    if (event.target instanceof HTMLInputElement && run !== undefined) tick(run, event.shiftKey);
    else if (!event.target.closest("a, label, button")) setFocus(row);
  });

  table.addEventListener("focusin", (event) => {
    const row = rowOf(event);
    if (!row) return;
    for (const other of table.querySelectorAll<HTMLTableRowElement>('tbody tr[tabindex="0"]')) other.tabIndex = -1;
    row.tabIndex = 0;
    view.focus(row.dataset.run);
  });
  table.addEventListener("pointerover", (event) => view.focus(rowOf(event)?.dataset.run));
  table.addEventListener("pointerleave", () => view.focus(undefined));
  table.addEventListener("focusout", () => view.focus(undefined));
}
