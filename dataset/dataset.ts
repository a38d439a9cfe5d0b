import {
  type Data,
  Field,
  Float64,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  Uint8,
  Utf8,
  vectorFromArray
} from "apache-arrow";
import type {TableSchema} from "../src/lib/schema/tableSchema.js";

/** A file's rows as columns. All columns are as long as `ids`. */
export class Dataset {
  readonly schema: TableSchema;
  readonly ids: readonly string[];
  /** 0 or 1; undefined if the file has no targets. */
  readonly target: Uint8Array | undefined;
  /** By position in `featureNames`, NaN for a missing value; on SharedArrayBuffers, so that workers share them. */
  readonly columns: readonly Float64Array[];
  /** Hex SHA-256 of the CSV file. */
  readonly digest: string;

  constructor(parts: Pick<Dataset, "schema" | "ids" | "target" | "columns" | "digest">) {
    this.schema = parts.schema;
    this.ids = parts.ids;
    this.target = parts.target;
    this.columns = parts.columns;
    this.digest = parts.digest;
  }

  get rows(): number {
    return this.ids.length;
  }

  get featureNames(): readonly string[] {
    return this.schema.features;
  }

  /**
   * The same memory as an Arrow table: the id as Utf8, the target as Uint8 where it is known, features as Float64.
   * The fields are given as a list: keys of an object would move names such as `0` to the front.
   */
  toTable(): Table {
    const {schema, target, rows: length} = this;
    const ids = vectorFromArray(this.ids, new Utf8());
    const columns = ids.data.map((data): [name: string, data: Data] => [schema.idColumn, data]);
    if (target !== undefined && schema.targetColumn !== undefined)
      columns.push([schema.targetColumn, makeData({type: new Uint8(), length, data: target})]);
    schema.features.forEach((name, index) => {
      columns.push([name, makeData({type: new Float64(), length, data: this.columns[index]})]);
    });
    const fields = columns.map(([name, {type}]) => new Field(name, type));
    const struct = makeData({
      type: new Struct(fields),
      length,
      nullCount: 0,
      children: columns.map(([, data]) => data)
    });
    const tableSchema = new Schema(fields);
    return new Table(tableSchema, [new RecordBatch(tableSchema, struct)]);
  }
}
