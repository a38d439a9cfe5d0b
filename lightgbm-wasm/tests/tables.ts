import {random} from "./data.js";

/** A small table to train on: 500 rows for training and 100 more for validation. */
export interface Table {
  columns: Float64Array[];
  label: Float32Array;
  weight?: Float32Array;
  initScore?: Float64Array;
  group?: Int32Array;
  position?: Int32Array;
  categoricalFeatures?: number[];
}

export const trainingRows = 500;
export const validationRows = 100;
const rowCount = trainingRows + validationRows;

/** A number with four decimals between -10 and 10. */
const value = (next: () => number): number => Math.round(next() * 2e5 - 1e5) / 1e4;

interface Shape {
  seed: number;
  label: (row: readonly number[], next: () => number) => number;
  columnCount?: number;
  cell?: (next: () => number, column: number) => number;
}

function table({seed, label, columnCount = 8, cell = value}: Shape): Table {
  const next = random(seed);
  const rows = Array.from({length: rowCount}, () => Array.from({length: columnCount}, (_, c) => cell(next, c)));
  return {
    columns: Array.from({length: columnCount}, (_, c) => Float64Array.from(rows, (row) => row[c])),
    label: Float32Array.from(rows, (row) => label(row, next))
  };
}

const known = (cell: number): number => (Number.isNaN(cell) ? 0 : cell);
const score = ([a, b, c]: readonly number[]): number => known(a) + (known(b) * known(c)) / 10;
const binary = (row: readonly number[], next: () => number): number => Number(score(row) + 8 * (next() - 0.5) > 0);

/** The tables by name; every call makes the same numbers. */
export const tables = {
  binary: (): Table => table({seed: 1, label: binary}),
  weighted: (): Table => ({...tables.binary(), weight: floats(2, (next) => 0.5 + next())}),
  initialised: (): Table => ({...tables.binary(), initScore: Float64Array.from(floats(3, (next) => next() - 0.5))}),
  weightedRegression: (): Table => ({...tables.regression(), weight: floats(13, (next) => 0.5 + 3 * next())}),
  weightedPositive: (): Table => ({...tables.positive(), weight: floats(14, (next) => 0.5 + 3 * next())}),
  missing: (): Table =>
    table({seed: 4, label: binary, cell: (next) => (next() < 0.2 ? Number.NaN : next() < 0.2 ? 0 : value(next))}),
  /** Of every ten columns one is not zero in a row, so that LightGBM can bundle them. */
  sparse: (): Table => {
    let chosen = 0;
    return table({
      seed: 5,
      columnCount: 30,
      label: (row, next) => Number(row.reduce((a, b) => a + b) + 8 * (next() - 0.5) > 0),
      cell(next, column) {
        if (column % 10 === 0) chosen = Math.floor(next() * 10);
        return column % 10 === chosen ? value(next) : 0;
      }
    });
  },
  categorical: (): Table => ({
    ...table({
      seed: 6,
      label: ([a, b, c], next) => Number((a % 3) + (b % 5 === 2 ? 3 : 0) + c / 5 + 4 * (next() - 0.5) > 2),
      cell: (next, column) =>
        column === 0 ? Math.floor(next() * 30) : column === 1 ? Math.floor(next() * 7) : value(next)
    }),
    categoricalFeatures: [0, 1]
  }),
  regression: (): Table => table({seed: 7, label: (row, next) => score(row) + next()}),
  positive: (): Table => table({seed: 8, label: (row, next) => Math.abs(score(row)) / 4 + next() + 0.1}),
  counts: (): Table => table({seed: 9, label: (row, next) => Math.floor(Math.abs(score(row)) / 3 + 2 * next())}),
  share: (): Table =>
    table({seed: 10, label: (row, next) => Math.min(1, Math.max(0, 0.5 + score(row) / 30 + 0.2 * (next() - 0.5)))}),
  classes: (): Table =>
    table({
      seed: 11,
      label: (row, next) => Math.min(3, Math.max(0, Math.floor(2 + score(row) / 6 + 2 * (next() - 0.5))))
    }),
  ranked: (): Table => ({
    ...table({seed: 12, label: (row, next) => Math.min(4, Math.max(0, Math.floor(2 + score(row) / 6 + next())))}),
    group: Int32Array.from({length: 30}, () => 20)
  }),
  placed: (): Table => ({...tables.ranked(), position: Int32Array.from({length: rowCount}, (_, row) => (row * 7) % 20)})
};

export type TableName = keyof typeof tables;

function floats(seed: number, make: (next: () => number) => number): Float32Array {
  const next = random(seed);
  return Float32Array.from({length: rowCount}, () => make(next));
}
