import {checkInteger} from "./arguments.js";
import {LightGBMError} from "./error.js";
import type {FeatureTable, NumberArray} from "./features.js";
import type {NativeModule, Pointer} from "./native.js";

export type Numbers = NumberArray | readonly number[];

/** What LightGBM knows about rows apart from their features. */
export interface RowFields {
  /** One number a row. If the features choose `rows`, label, weight, initScore and position are read at these, too. */
  label?: Numbers;
  weight?: Numbers;
  /**
   * Weights by label, which multiply those of the rows: `{0: 1, 1: 5}`; a label that is not there has 1. "balanced" gives
   * every label the same weight in all.
   */
  classWeight?: "balanced" | Readonly<Record<number, number>>;
  /** Scores to start from; for several classes class by class. */
  initScore?: Numbers;
  /** For ranking: how many rows in use, in order, belong to each query. */
  group?: Numbers;
  /** For ranking that corrects the bias of positions: where each row was shown. */
  position?: Numbers;
}

// LightGBM's type of each field: 0 is float32, 1 float64, 2 int32.
const types = {label: 0, weight: 0, init_score: 1, group: 2, position: 2} as const;
type Field = keyof typeof types;

/** @internal Gives a dataset its fields, as far as the table uses their rows. */
export function writeFields(native: NativeModule, dataset: Pointer, fields: RowFields, table: FeatureTable): void {
  const {label, classWeight, initScore, group, position} = fields;
  const labels = label && table.pick(label, "label");
  if (labels) writeField(native, dataset, "label", labels);
  const weights = fields.weight && table.pick(fields.weight, "weight");
  if (classWeight !== undefined) {
    if (labels === undefined) throw new LightGBMError("Class weights need labels.");
    checkClassWeight(classWeight);
    writeField(native, dataset, "weight", classWeights(labels, classWeight, weights));
  } else if (weights) {
    writeField(native, dataset, "weight", weights);
  }
  if (initScore !== undefined) writeField(native, dataset, "init_score", table.pick(initScore, "initScore"));
  if (group !== undefined) {
    checkGroup(group, table.rowCount);
    writeField(native, dataset, "group", group);
  }
  for (const place of position ?? []) checkInteger("A position", place, 0);
  if (position !== undefined) writeField(native, dataset, "position", table.pick(position, "position"));
}

/** @internal */
export function writeField(native: NativeModule, dataset: Pointer, field: Field, values: ArrayLike<number>): void {
  const type = types[field];
  native.scope((allocate) => {
    const data = allocate(values.length * 8);
    if (type === 0) native.float32(data, values.length).set(values);
    else if (type === 1) native.float64(data, values.length).set(values);
    else native.int32(data, values.length).set(values);
    const name = native.writeString(field, allocate);
    native.call("LGBM_DatasetSetField", dataset, name, data, values.length, type);
  });
}

/** @internal A copy of a field; undefined if the dataset has none. */
export function readFloats(
  native: NativeModule,
  dataset: Pointer,
  field: "label" | "weight"
): Float32Array | undefined {
  return readField(native, dataset, field, (data, length) => native.float32(data, length).slice());
}

/** @internal How many rows belong to each query; undefined if there are no queries. */
export function readQueries(native: NativeModule, dataset: Pointer): Int32Array | undefined {
  return readField(native, dataset, "group", (data, length) => {
    // LightGBM keeps where each query begins, and the end.
    const starts = native.int32(data, length);
    return Int32Array.from({length: length - 1}, (_, query) => starts[query + 1] - starts[query]);
  });
}

/** @internal How many of the rows, which ascend, belong to each query that has any. */
export function queriesOf(rows: ArrayLike<number>, sizes: Int32Array): number[] {
  const picked: number[] = [];
  let next = 0;
  let end = 0;
  for (const size of sizes) {
    end += size;
    const first = next;
    while (next < rows.length && rows[next] < end) ++next;
    if (next > first) picked.push(next - first);
  }
  return picked;
}

function readField<T>(
  native: NativeModule,
  dataset: Pointer,
  field: Field,
  read: (data: Pointer, length: number) => T
): T | undefined {
  return native.scope((allocate) => {
    const out = allocate(12);
    native.call("LGBM_DatasetGetField", dataset, native.writeString(field, allocate), out, out + 4, out + 8);
    const [length, data] = native.uint32(out, 2);
    return length > 0 ? read(data, length) : undefined;
  });
}

/** "balanced" as scikit-learn has it: rows / (labels × rows with the label). */
function classWeights(
  labels: ArrayLike<number>,
  classWeight: "balanced" | Readonly<Record<number, number>>,
  weights: ArrayLike<number> | undefined
): Float64Array {
  const counts = new Map<number, number>();
  for (let i = 0; i < labels.length; ++i) counts.set(labels[i], (counts.get(labels[i]) ?? 0) + 1);
  const byLabel = new Map(
    Array.from(counts, ([label, count]) => [
      label,
      classWeight === "balanced" ? labels.length / (counts.size * count) : (classWeight[label] ?? 1)
    ])
  );
  return Float64Array.from(labels, (label, i) => (weights?.[i] ?? 1) * (byLabel.get(label) ?? 1));
}

function checkClassWeight(classWeight: "balanced" | Readonly<Record<number, number>>): void {
  if (classWeight === "balanced") return;
  const weights = typeof classWeight === "object" && classWeight !== null ? Object.values(classWeight) : [undefined];
  if (weights.every((weight) => Number.isFinite(weight))) return;
  throw new LightGBMError('`classWeight` must be "balanced" or a record of labels and their weights.');
}

/** The sizes of queries must make up the rows. */
function checkGroup(group: Numbers, rowCount: number): void {
  let total = 0;
  for (const size of group) {
    checkInteger("The size of a query in `group`", size, 0);
    total += size;
  }
  if (total === rowCount) return;
  throw new LightGBMError(`The queries of \`group\` have ${total} rows, the dataset ${rowCount}.`);
}
