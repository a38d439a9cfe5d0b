import {Float64, makeData, Table, Uint8, Utf8, Vector, vectorFromArray} from "apache-arrow";
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

  /** The same memory as an Arrow table: the id as Utf8, the target as Uint8 where it is known, features as Float64. */
  toTable(): Table {
    const {schema, target, rows: length} = this;
    const features = this.columns.map((data) => new Vector([makeData({type: new Float64(), length, data})]));
    return new Table({
      [schema.idColumn]: vectorFromArray(this.ids, new Utf8()),
      ...(target === undefined || schema.targetColumn === undefined
        ? {}
        : {[schema.targetColumn]: new Vector([makeData({type: new Uint8(), length, data: target})])}),
      ...Object.fromEntries(schema.features.map((name, index) => [name, features[index]]))
    });
  }
}
