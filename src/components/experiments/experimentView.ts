import {type Experiment, type RunRow, rankByMetric} from "../../lib/experiment/experiment.js";
import {QueryFields} from "../../lib/experiment/query/fields.js";
import {matchQuery} from "../../lib/experiment/query/matchQuery.js";
import {parseQuery} from "../../lib/experiment/query/parseQuery.js";
import {printQuery} from "../../lib/experiment/query/printQuery.js";
import type {Query} from "../../lib/experiment/query/query.js";
import {QueryError} from "../../lib/experiment/query/queryError.js";
import {type RunColumn, runColumns} from "../../lib/experiment/runColumns.js";
import type {TableOrder} from "../../lib/experiment/tableRows.js";
import {type ModelColor, modelColors} from "../encoding.js";
import type {UrlState} from "../urlState.js";

/** What the experiments page keeps in its address; nothing where it is as at first. */
export const viewDefaults = {
  /** The query, as it is typed. */
  filter: "",
  /** Name of the metric to compare by. */
  metric: "",
  /** Run id, or `none`; at first the best run. */
  baseline: "",
  /** A column's key, with a minus before it for descending; at first the best by the metric. */
  order: "",
  /** Keys of the columns after the metric, encoded, with commas; at first chosen by the values. */
  columns: "",
  /** Key of the column to group by. */
  group: "",
  /** Values of the groups that are folded open, encoded, with commas. */
  open: "",
  /** Ids of the runs that are ticked, with commas. */
  selected: "",
  /** Ids of the runs that are compared, with commas. */
  compare: "",
  /** First digits of the digest of the data. */
  data: ""
};

export type ViewField = keyof typeof viewDefaults;

/** What a listener is told of: what has changed, `focus` for the run under the pointer or the keyboard. */
export type ViewChange = ReadonlySet<ViewField | "focus">;

export const encodeList = (items: readonly string[]): string => items.map(encodeURIComponent).join(",");

export function decodeList(text: string): string[] {
  return text === "" ? [] : text.split(",").map(decode);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The most runs that are compared side by side. */
export const mostCompared = 5;

/**
 * The one model of what the experiments page shows: which runs, by which metric, which of them are selected. Table,
 * charts and comparison read it and change it, and hear of each other's changes by `subscribe`.
 */
export class ExperimentView {
  readonly color: ModelColor;
  /** Of the data that is chosen. */
  runs: readonly RunRow[] = [];
  columns: readonly RunColumn[] = [];
  fields = new QueryFields([]);
  /** What the filter asks for; while its text has a mistake, what it asked for before. */
  query: Query | undefined;
  mistake: QueryError | undefined;
  /** Indices into `runs` of those that the filter asks for, in their order. */
  matching: readonly number[] = [];
  selected: ReadonlySet<string> = new Set();
  #focused: string | undefined;
  #values: Record<ViewField, string> = {...viewDefaults};
  #rowOf = new Map<string, number>();
  readonly #listeners = new Set<(change: ViewChange) => void>();

  constructor(
    readonly experiment: Experiment,
    readonly state: UrlState<ViewField>
  ) {
    this.color = modelColors(experiment.runs);
    this.#take(this.#read());
    state.onReturn(() => this.#show(this.#read()));
  }

  #read(): Record<ViewField, string> {
    const values = {...viewDefaults};
    for (const field of viewFields) values[field] = this.state.get(field);
    return values;
  }

  get(field: ViewField): string {
    return this.#values[field];
  }

  /** Changes the view and its address: with a history entry, unless `isPassing`, as while something is being typed. */
  change(values: Partial<Record<ViewField, string>>, {isPassing = false}: {isPassing?: boolean} = {}): void {
    if (isPassing) this.state.set(values);
    else this.state.push(values);
    this.#show({...this.#values, ...values});
  }

  #show(values: Record<ViewField, string>): void {
    const changed = viewFields.filter((field) => values[field] !== this.#values[field]);
    if (changed.length === 0) return;
    this.#take(values);
    this.#tell(new Set(changed));
  }

  #take(values: Record<ViewField, string>): void {
    const hasOtherData = this.columns.length === 0 || values.data !== this.#values.data;
    const hasOtherFilter = hasOtherData || values.filter !== this.#values.filter;
    this.#values = values;
    if (hasOtherData) {
      this.runs = this.experiment.runs.filter(({data}) => data === this.data);
      this.columns = runColumns(this.experiment, this.runs);
      this.fields = new QueryFields(this.columns);
      this.#rowOf = new Map(this.runs.map(({runId}, row) => [runId, row]));
    }
    if (hasOtherFilter) this.#filter();
    this.selected = new Set(decodeList(values.selected).filter((id) => this.#rowOf.has(id)));
  }

  #filter(): void {
    this.mistake = undefined;
    try {
      this.query = parseQuery(this.get("filter"), this.fields);
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      this.mistake = error;
    }
    const names = this.runs.map(({name}) => name);
    const test = matchQuery(this.query, this.fields, names);
    this.matching = names.map((_, row) => row).filter(test);
  }

  /** @returns ends that */
  subscribe(listener: (change: ViewChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(change: ViewChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  /** Index into `Experiment.dataSources`. */
  get data(): number {
    const wanted = this.get("data");
    const index = wanted === "" ? 0 : this.experiment.dataSources.findIndex(({digest}) => digest.startsWith(wanted));
    return Math.max(0, index);
  }

  /** The runs that the filter asks for. */
  get matchingRuns(): RunRow[] {
    return this.matching.map((row) => this.runs[row]);
  }

  run(id: string): RunRow | undefined {
    const row = this.#rowOf.get(id);
    return row === undefined ? undefined : this.runs[row];
  }

  column(key: string): RunColumn | undefined {
    return this.columns.find((column) => column.key === key);
  }

  /** The metric to compare by; undefined where no run has any. */
  get metric(): RunColumn | undefined {
    const {primaryMetric} = this.experiment;
    return (
      this.column(`metric.${this.get("metric") || primaryMetric}`) ??
      this.column(`metric.${primaryMetric}`) ??
      this.columns.find(({of}) => of === "metric")
    );
  }

  /** The run that the others are measured against. */
  get baseline(): RunRow | undefined {
    const wanted = this.get("baseline");
    if (wanted === "none") return undefined;
    return this.run(wanted) ?? this.best;
  }

  /** The best run by the metric, of all on this data. */
  get best(): RunRow | undefined {
    const metric = this.metric?.metric;
    return metric && rankByMetric(this.runs, metric)[0];
  }

  get order(): TableOrder {
    const wanted = this.get("order");
    const column = wanted === "" ? undefined : this.column(wanted.replace(/^-/, ""));
    if (column) return {column, descending: wanted.startsWith("-")};
    const metric = this.metric;
    return {column: metric ?? this.columns[0], descending: metric?.metric?.direction === "higher"};
  }

  get groupBy(): RunColumn | undefined {
    return this.get("group") === "" ? undefined : this.column(this.get("group"));
  }

  /** The runs that are compared; fewer than two where none are. */
  get compared(): RunRow[] {
    const runs = decodeList(this.get("compare")).flatMap((id) => this.run(id) ?? []);
    return runs.length < 2 ? [] : runs.slice(0, mostCompared);
  }

  /** The run under the pointer or the keyboard, for others to point out. */
  get focused(): RunRow | undefined {
    return this.#focused === undefined ? undefined : this.run(this.#focused);
  }

  focus(id: string | undefined): void {
    if (id === this.#focused) return;
    this.#focused = id;
    this.#tell(new Set(["focus"]));
  }

  select(ids: Iterable<string>): void {
    this.change({selected: encodeList([...new Set(ids)])});
  }

  toggle(id: string): void {
    const ids = new Set(this.selected);
    if (!ids.delete(id)) ids.add(id);
    this.select(ids);
  }

  /** Filters by a query that was not typed, such as one with the range of a brush. */
  filterBy(query: Query | undefined, options: {isPassing?: boolean} = {}): void {
    this.change({filter: printQuery(query)}, options);
  }
}

const viewFields: readonly ViewField[] = [
  "filter",
  "metric",
  "baseline",
  "order",
  "columns",
  "group",
  "open",
  "selected",
  "compare",
  "data"
];
