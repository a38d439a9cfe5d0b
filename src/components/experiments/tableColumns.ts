import {differs, type RunColumn} from "../../lib/experiment/runColumns.js";
import {decodeList, type ExperimentView} from "./experimentView.js";

/** A column of the table after those of the run and of the metric to compare by. */
export type TableColumn = {key: "difference"; column?: undefined} | {key: string; column: RunColumn};

/** More parameters are not shown unasked. */
export const mostParameters = 40;

/** Every column that can be chosen, those that show at first in front. */
export function choosableColumns(view: ExperimentView): TableColumn[] {
  const {metric, columns} = view;
  const hidden = ["name", "id", metric?.key];
  const others = columns.filter(({key}) => !hidden.includes(key)).map((column) => ({key: column.key, column}));
  const difference: TableColumn[] = metric ? [{key: "difference"}] : [];
  return [...difference, ...others];
}

/** The columns that show, in their order: as the reader has chosen, else as the values suggest. */
export function shownColumns(view: ExperimentView): TableColumn[] {
  const choosable = choosableColumns(view);
  const wanted = view.get("columns");
  if (wanted === "none") return [];
  if (wanted !== "")
    return [...new Set(decodeList(wanted))].flatMap((key) => choosable.find((column) => column.key === key) ?? []);
  return automaticColumns(view, choosable);
}

/** Difference, model, the parameters that differ, other metrics, times. */
function automaticColumns({runs}: ExperimentView, choosable: readonly TableColumn[]): TableColumn[] {
  const rows = runs.map((_, row) => row);
  const differing = (columns: readonly TableColumn[]) =>
    columns.filter(({column}) => column !== undefined && differs(column, rows));
  const of = (kind: RunColumn["of"]) => choosable.filter(({column}) => column?.of === kind);
  const times = ["duration", "started"];
  const parameters = differing(of("parameter"));
  return [
    ...choosable.filter(({key}) => key === "difference"),
    ...differing(choosable.filter(({key}) => key === "model")),
    ...parameters.slice(0, mostParameters),
    ...of("metric"),
    ...differing(of("run").filter(({key}) => key !== "model" && !times.includes(key))),
    ...of("run").filter(({key}) => times.includes(key))
  ];
}

/** A number with so many digits that it is a sampled one, cut to those that tell; any other text as it is. */
export function shortText(text: string): string {
  return text.length > 8 && /^-?\d*\.\d+(e-?\d+)?$/i.test(text) ? String(Number(Number(text).toPrecision(4))) : text;
}

/** Characters of the widest text that a column is made for. */
const longestText = 26;

/** Pixels of a letter, of the space beside it, and of the arrow that says how a column sorts. */
const letter = 7.3;
const space = 22;
const arrow = 12;

/** Characters of the longer of the two lines that a heading takes, broken after underscores and spaces. */
function headingLength(heading: string): number {
  const pieces = heading.split(/(?<=[_\s.-])/);
  const half = heading.length / 2;
  let first = "";
  while (pieces.length > 0 && (first === "" || first.length + pieces[0].length <= half + 2)) first += pieces.shift();
  return Math.max(first.length, pieces.join("").length);
}

/** Width in pixels of a column for its texts. */
export function columnWidth({column}: TableColumn): number {
  if (column === undefined) return 296;
  const {kind, texts, heading, of} = column;
  const label = headingLength(heading) * letter + space + arrow;
  if (kind === "date") return 150;
  if (kind === "duration") return 100;
  if (of === "metric") return Math.max(88, Math.min(label, 160));
  const longest = Math.max(0, ...(texts ?? []).map((text) => Math.min(longestText, shortText(text ?? "").length)));
  return Math.round(Math.max(72, Math.min(label, 180), longest * letter + space));
}
