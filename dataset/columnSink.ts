import type {CsvSink} from "../src/lib/csv/csvReader.js";
import {sharedBytes, sharedFloats, withRoom} from "./columnMemory.js";

/** Collects rows as columns on SharedArrayBuffers. */
export class ColumnSink implements CsvSink {
  readonly ids: string[] = [];
  readonly #hasTarget: boolean;
  #capacity: number;
  #columns: Float64Array[];
  #target: Uint8Array;

  /** @param expectedRows  memory for so many rows is taken at once */
  constructor(featureCount: number, hasTarget: boolean, expectedRows: number) {
    this.#hasTarget = hasTarget;
    this.#capacity = Math.max(1, Math.ceil(expectedRows));
    this.#columns = Array.from({length: featureCount}, () => sharedFloats(this.#capacity));
    this.#target = sharedBytes(this.#capacity);
  }

  row(id: string, features: Float64Array, target: number): void {
    const row = this.ids.length;
    if (row === this.#capacity) this.#grow();
    const columns = this.#columns;
    for (let column = 0; column < columns.length; ++column) columns[column][row] = features[column];
    if (this.#hasTarget) this.#target[row] = target;
    this.ids.push(id);
  }

  /** The rows so far. */
  get columns(): Float64Array[] {
    return this.#columns.map((column) => column.subarray(0, this.ids.length));
  }

  get target(): Uint8Array | undefined {
    return this.#hasTarget ? this.#target.subarray(0, this.ids.length) : undefined;
  }

  #grow(): void {
    this.#capacity = Math.ceil(this.#capacity * 1.5);
    this.#columns = this.#columns.map((column) => withRoom(column, this.#capacity));
    const target = sharedBytes(this.#capacity);
    target.set(this.#target);
    this.#target = target;
  }
}
