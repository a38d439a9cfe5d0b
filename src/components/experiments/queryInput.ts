import {type Completions, completeQuery} from "../../lib/experiment/query/completeQuery.js";
import type {QueryField} from "../../lib/experiment/query/fields.js";
import {unknownValue} from "../../lib/experiment/query/matchQuery.js";
import type {RunColumn} from "../../lib/experiment/runColumns.js";
import {element} from "../element.js";
import type {ExperimentView} from "./experimentView.js";
import {formatColumnValue} from "./runCells.js";

let made = 0;

/**
 * The filter: what is typed applies at once, names and values are completed at the caret, and a mistake is marked at its
 * place and explained where the page puts that, with what was probably meant.
 */
export function QueryInput(view: ExperimentView): {field: HTMLElement; mistake: HTMLElement} {
  const id = `query-${++made}`;
  const input = element("input", {
    id,
    type: "text",
    class: "query",
    role: "combobox",
    placeholder: placeholderOf(view),
    spellcheck: "false",
    autocomplete: "off",
    autocapitalize: "off",
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    "aria-controls": `${id}-list`,
    "aria-describedby": `${id}-mistake`
  });
  const marks = element("div", {class: "query-marks", "aria-hidden": "true"});
  const list = element("ul", {
    id: `${id}-list`,
    role: "listbox",
    "aria-label": "Completions",
    class: "completions",
    hidden: true
  });
  const mistake = element("p", {id: `${id}-mistake`, class: "query-mistake", role: "status"});
  const clear = element("button", {type: "button", class: "query-clear", "aria-label": "Clear the filter"}, "×");
  const field = element(
    "div",
    {class: "query-field"},
    element("label", {for: id}, "Filter"),
    element("div", {class: "query-box"}, marks, input, clear, list)
  );
  let completions: Completions = {start: 0, end: 0, options: []};
  let active = -1;
  /** Typing makes one history entry, however many letters it has. */
  let isTyping = false;

  function apply(): void {
    view.change({filter: input.value}, {isPassing: isTyping});
    isTyping = true;
  }

  function complete(): void {
    completions = completeQuery(input.value, input.selectionStart ?? input.value.length, view.fields, {describe});
    active = -1;
    showList();
  }

  function showList(): void {
    const {options} = completions;
    list.hidden = options.length === 0 || document.activeElement !== input;
    input.ariaExpanded = String(!list.hidden);
    list.replaceChildren(
      ...options.map(({insert, detail}, index) => {
        const option = element(
          "li",
          {role: "option", id: `${id}-${index}`, "aria-selected": String(index === active)},
          element("span", {}, insert),
          element("small", {}, detail)
        );
        option.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          choose(index);
        });
        return option;
      })
    );
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", `${id}-${active}`);
  }

  function close(): void {
    completions = {start: 0, end: 0, options: []};
    showList();
  }

  function choose(index: number): void {
    const {start, end, options} = completions;
    replace(start, end, options[index].insert);
    complete();
  }

  /** Puts a text into the input, with a space behind it, where the next word is to be typed. */
  function replace(start: number, end: number, text: string): void {
    const rest = input.value.slice(end);
    const gap = rest.startsWith(" ") ? "" : " ";
    input.value = `${input.value.slice(0, start)}${text}${gap}${rest}`;
    const caret = start + text.length + 1;
    input.setSelectionRange(caret, caret);
    apply();
  }

  function showMistake(): void {
    const {mistake: error} = view;
    const text = input.value;
    input.ariaInvalid = error ? "true" : null;
    marks.replaceChildren();
    mistake.replaceChildren();
    clear.hidden = text === "";
    if (error) {
      const end = Math.max(error.end, error.start + 1);
      marks.append(
        text.slice(0, error.start),
        element("mark", {}, text.slice(error.start, end) || " "),
        text.slice(end)
      );
      mistake.append(error.message);
      const {suggestion} = error;
      if (suggestion !== undefined)
        mistake.append(
          " ",
          Correction(suggestion, () => replace(error.start, error.end, suggestion))
        );
    } else if (view.matching.length === 0) {
      const unknown = unknownValue(view.query, view.fields);
      if (unknown) mistake.append(`No run has the value ${unknown.value}; did you mean ${unknown.near}?`);
    }
    marks.scrollLeft = input.scrollLeft;
  }

  function Correction(text: string, correct: () => void): HTMLElement {
    const button = element("button", {type: "button", class: "link-button"}, `Change to ${text}`);
    button.addEventListener("click", () => {
      input.focus();
      correct();
    });
    return button;
  }

  input.addEventListener("input", () => {
    apply();
    complete();
  });
  input.addEventListener("click", complete);
  input.addEventListener("focus", complete);
  input.addEventListener("scroll", () => {
    marks.scrollLeft = input.scrollLeft;
  });
  input.addEventListener("blur", () => {
    isTyping = false;
    close();
  });
  clear.addEventListener("click", () => {
    isTyping = false;
    input.value = "";
    apply();
    input.focus();
  });
  input.addEventListener("keydown", (event) => {
    const {length} = completions.options;
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (step !== undefined && length === 0) complete();
    else if (step !== undefined) {
      active = active < 0 && step < 0 ? length - 1 : (active + step + length) % length;
      showList();
    } else if ((event.key === "Enter" || event.key === "Tab") && active >= 0) choose(active);
    else if (event.key === "Escape" && length > 0) close();
    else {
      if (event.key === "Enter") close();
      return;
    }
    event.preventDefault();
  });

  view.subscribe((change) => {
    if (change.has("filter") && input.value !== view.get("filter")) input.value = view.get("filter");
    if (change.has("filter") || change.has("data")) showMistake();
  });
  input.value = view.get("filter");
  showMistake();
  return {field, mistake};
}

/** A query that this experiment's runs can answer. */
function placeholderOf({metric, runs, columns}: ExperimentView): string {
  const [best] = runs;
  const value = metric ? metric.numbers.find((number) => !Number.isNaN(number)) : undefined;
  const hasModels = new Set(runs.map(({model}) => model)).size > 1;
  if (!metric?.metric || value === undefined) return best ? `model = ${best.model}` : "";
  const bound = (Math.floor(value * 100) / 100).toFixed(2);
  const sign = metric.metric.direction === "higher" ? ">" : "<";
  const parameter = columns.find(({of}) => of === "parameter");
  const other = hasModels
    ? ` and model = ${best.model}`
    : parameter
      ? ` and ${parameter.name} = ${parameter.texts?.[0]}`
      : "";
  return `${metric.name} ${sign} ${bound}${other}`;
}

/** What a field is, and from where to where its values go. */
function describe(field: QueryField): string {
  if (!isColumn(field)) return "";
  const known = [...field.numbers].filter((value) => !Number.isNaN(value));
  const kind = field.of === "run" ? "" : `${field.of}, `;
  if (field.kind === "text") {
    const distinct = new Set(field.texts).size;
    return `${kind}${distinct} ${distinct === 1 ? "value" : "values"}`;
  }
  if (known.length === 0) return field.of;
  const [low, high] = known.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [known[0], known[0]]);
  return `${kind}${formatColumnValue(low, field)} to ${formatColumnValue(high, field)}`;
}

const isColumn = (field: QueryField): field is RunColumn => "of" in field;
