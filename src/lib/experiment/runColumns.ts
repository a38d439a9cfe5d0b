import {type Experiment, measuredMetric, type RunRow} from "./experiment.js";
import type {MetricColumn} from "./metricColumn.js";
import type {QueryField} from "./query/fields.js";

/** Something of all runs, in columns: what the table shows and sorts by, and what queries ask for. */
export interface RunColumn extends QueryField {
  /** For addresses: `name`, `metric.auc`, `param.num_leaves`. */
  key: string;
  heading: string;
  of: "run" | "metric" | "parameter";
  metric?: MetricColumn;
  numbers: Float64Array;
}

/** Every column that there is for these runs, which are on the same data. Row k of a column is of `runs[k]`. */
export function runColumns({metrics, sweeps, names}: Experiment, runs: readonly RunRow[]): RunColumn[] {
  const sweepNames = new Map(sweeps.map(({runId, name}) => [runId, name]));
  const built = [
    textColumn("name", "Run", runs, ({name}) => name),
    textColumn("model", "Model", runs, ({model}) => model),
    numberColumn("duration", "Duration", "duration", runs, ({durationMilliseconds}) => durationMilliseconds),
    numberColumn("started", "Started", "date", runs, ({startTime}) => startTime),
    textColumn("id", "Run id", runs, ({runId}) => runId),
    ...(sweeps.length > 0 ? [textColumn("sweep", "Sweep", runs, ({sweep}) => sweep && sweepNames.get(sweep))] : []),
    ...(names.length > 1 ? [textColumn("experiment", "Experiment", runs, ({experiment}) => experiment)] : [])
  ];
  const taken = new Set(built.map(({name}) => name));
  /** Names of an earlier column are told apart by a prefix, as MLflow has it. */
  const unique = (name: string, prefix: string): string => {
    const free = taken.has(name) ? `${prefix}.${name}` : name;
    taken.add(free);
    return free;
  };
  const measured = metrics
    .filter(({name}) => runs.some((run) => Object.hasOwn(run.metrics, name)))
    .map((metric): RunColumn => {
      const {name, title, shortTitle} = metric;
      const values = numberColumn(
        `metric.${name}`,
        shortTitle,
        "number",
        runs,
        (run) => measuredMetric(run, name)?.mean
      );
      return {...values, name: unique(name, "metrics"), aliases: [title, shortTitle], of: "metric", metric};
    });
  const parameters = parameterNames(runs).map((name) => parameterColumn(name, unique(name, "params"), runs));
  return [...built, ...measured, ...parameters];
}

/** Those that most runs have first, then by name. */
function parameterNames(runs: readonly RunRow[]): string[] {
  const counts = new Map<string, number>();
  for (const {params} of runs) for (const name of Object.keys(params)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([name]) => name);
}

function textColumn(
  key: string,
  heading: string,
  runs: readonly RunRow[],
  value: (run: RunRow) => string | undefined
): RunColumn {
  const texts = runs.map(value);
  return {key, name: key, aliases: [heading], heading, of: "run", kind: "text", numbers: absentNumbers(runs), texts};
}

const absentNumbers = (runs: readonly RunRow[]) => new Float64Array(runs.length).fill(Number.NaN);

function numberColumn(
  key: string,
  heading: string,
  kind: "number" | "duration" | "date",
  runs: readonly RunRow[],
  value: (run: RunRow) => number | undefined
): RunColumn {
  const numbers = Float64Array.from(runs, (run) => value(run) ?? Number.NaN);
  return {key, name: key, aliases: [heading], heading, of: "run", kind, numbers};
}

function parameterColumn(parameter: string, name: string, runs: readonly RunRow[]): RunColumn {
  const texts = runs.map(({params}) => (Object.hasOwn(params, parameter) ? params[parameter] : undefined));
  const numbers = Float64Array.from(texts, (text) => numberOf(text) ?? Number.NaN);
  const isNumeric = texts.every((text, row) => text === undefined || !Number.isNaN(numbers[row]));
  const kind = isNumeric ? "number" : "text";
  return {key: `param.${parameter}`, name, aliases: [], heading: parameter, of: "parameter", kind, numbers, texts};
}

function numberOf(text: string | undefined): number | undefined {
  const value = text === undefined || text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** Whether a column tells the runs apart; a value that only some have counts as different. */
export function differs({numbers, texts}: RunColumn, rows: readonly number[]): boolean {
  if (rows.length === 0) return false;
  if (texts) return rows.some((row) => texts[row] !== texts[rows[0]]);
  return rows.some((row) => !Object.is(numbers[row], numbers[rows[0]]));
}

const collator = new Intl.Collator("en", {numeric: true});
const ranks = new WeakMap<RunColumn, Float64Array>();

/** By row, a number to sort by, NaN where there is no value; made once a column. Texts sort as people count. */
export function sortKeys(column: RunColumn): Float64Array {
  const known = ranks.get(column);
  if (known) return known;
  const keys = column.kind === "text" ? rankTexts(column.texts ?? []) : Float64Array.from(column.numbers);
  ranks.set(column, keys);
  return keys;
}

function rankTexts(texts: readonly (string | undefined)[]): Float64Array {
  const distinct = [...new Set(texts)].filter((text) => text !== undefined).sort(collator.compare);
  const order = new Map(distinct.map((text, rank) => [text, rank]));
  return Float64Array.from(texts, (text) => (text === undefined ? Number.NaN : (order.get(text) ?? Number.NaN)));
}
