import {element} from "../element.js";
import {formatCount} from "../format.js";
import {Popover} from "../popover.js";
import {type ExperimentView, encodeList} from "./experimentView.js";
import {choosableColumns, shownColumns, type TableColumn} from "./tableColumns.js";

const labelOf = ({column}: TableColumn): string => column?.heading ?? "Against the baseline";
const kindOf = ({column}: TableColumn): string => (column === undefined || column.of === "run" ? "" : column.of);

/** A panel to choose, hide and order the columns after the metric. */
export function ColumnChooser(view: ExperimentView): HTMLElement {
  return Popover("Columns", () => ColumnList(view), {className: "control-button"});
}

function ColumnList(view: ExperimentView): HTMLElement {
  const list = element("ul", {class: "column-list"});
  const status = element("p", {class: "visually-hidden", role: "status"});
  const search = element("input", {type: "search", placeholder: "Find a column", "aria-label": "Find a column"});
  /** Those that show first, in their order. */
  let order = ordered();
  let shown = new Set(shownColumns(view).map(({key}) => key));

  function ordered(): TableColumn[] {
    const visible = shownColumns(view);
    const keys = new Set(visible.map(({key}) => key));
    return [...visible, ...choosableColumns(view).filter(({key}) => !keys.has(key))];
  }

  function apply(): void {
    const keys = order.map(({key}) => key).filter((key) => shown.has(key));
    view.change({columns: keys.length === 0 ? "none" : encodeList(keys)});
  }

  function move(column: TableColumn, step: number): void {
    const from = order.indexOf(column);
    const to = Math.max(0, Math.min(order.length - 1, from + step));
    if (from === to) return;
    order = order.toSpliced(from, 1).toSpliced(to, 0, column);
    status.textContent = `${labelOf(column)} is column ${to + 1} of ${order.length}`;
    apply();
    draw();
  }

  function Item(column: TableColumn): HTMLElement {
    const {key} = column;
    const label = labelOf(column);
    const tick = element("input", {type: "checkbox"});
    tick.checked = shown.has(key);
    tick.addEventListener("change", () => {
      if (tick.checked) shown.add(key);
      else shown.delete(key);
      apply();
    });
    const up = element("button", {type: "button", "aria-label": `Move ${label} up`}, "↑");
    const down = element("button", {type: "button", "aria-label": `Move ${label} down`}, "↓");
    const item = element(
      "li",
      {draggable: "true", "data-column": key},
      element("span", {class: "grip", "aria-hidden": "true"}, "⠿"),
      element("label", {}, tick, element("span", {}, label), " ", element("small", {}, kindOf(column))),
      up,
      down
    );
    const moveKeepingFocus = (step: number, name: "up" | "down") => {
      move(column, step);
      const moved = list.querySelector(`li[data-column="${CSS.escape(key)}"]`);
      moved?.querySelectorAll("button")[name === "up" ? 0 : 1].focus();
    };
    up.addEventListener("click", () => moveKeepingFocus(-1, "up"));
    down.addEventListener("click", () => moveKeepingFocus(1, "down"));
    item.addEventListener("keydown", (event) => {
      const step = {ArrowUp: -1, ArrowDown: 1}[event.key];
      if (step === undefined || !event.altKey) return;
      event.preventDefault();
      moveKeepingFocus(step, step < 0 ? "up" : "down");
    });
    item.addEventListener("dragstart", (event) => event.dataTransfer?.setData("text/plain", key));
    item.addEventListener("dragover", (event) => event.preventDefault());
    item.addEventListener("drop", (event) => {
      event.preventDefault();
      const moved = order.find((other) => other.key === event.dataTransfer?.getData("text/plain"));
      if (moved && moved !== column) move(moved, order.indexOf(column) - order.indexOf(moved));
    });
    return item;
  }

  function draw(): void {
    const wanted = search.value.trim().toLowerCase();
    list.replaceChildren(...order.filter((column) => labelOf(column).toLowerCase().includes(wanted)).map(Item));
  }

  function show(keys: Iterable<string>): void {
    shown = new Set(keys);
    apply();
    draw();
  }

  function Action(label: string, act: () => void): HTMLElement {
    const button = element("button", {type: "button", class: "link-button"}, label);
    button.addEventListener("click", act);
    return button;
  }

  search.addEventListener("input", draw);
  draw();
  return element(
    "div",
    {class: "column-chooser"},
    ...(order.length > 15 ? [search] : []),
    list,
    status,
    element(
      "p",
      {class: "column-actions"},
      Action(`All ${formatCount(order.length)}`, () => show(order.map(({key}) => key))),
      Action("None", () => show([])),
      Action("As at first", () => {
        view.change({columns: ""});
        order = ordered();
        shown = new Set(shownColumns(view).map(({key}) => key));
        draw();
      })
    )
  );
}
