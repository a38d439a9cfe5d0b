import {shorten, UserError} from "../src/lib/errors.js";
import {foldDefaults} from "./foldAssignments.js";
import type {FoldRows} from "./foldRows.js";

export interface TimeFoldOptions {
  folds?: number;
  /** As many blocks before a fold's own train its model: all of them if not given. */
  window?: number;
}

/**
 * Folds that look ahead in time only: rows are cut by time into one block more than folds, of about the same size and
 * never between equal times. Fold k is measured on block k + 1 and trained on the blocks before it, so that the first
 * block is never held out.
 * @param times  by row, in any unit
 * @throws UserError too-many-folds if there are fewer different times than blocks
 */
export function timeFolds(times: Float64Array, {folds = foldDefaults.folds, window}: TimeFoldOptions = {}): FoldRows[] {
  const order = Uint32Array.from(times.keys()).sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
  const ends: number[] = [];
  for (let block = 1; block <= folds + 1; ++block) {
    const start = ends.at(-1) ?? 0;
    let end = Math.max(start + 1, Math.round((order.length * block) / (folds + 1)));
    while (end < order.length && timeAt(times, order, end) === timeAt(times, order, end - 1)) ++end;
    if (start >= order.length) {
      const different = new Set(times).size;
      const message = `${folds} folds by time need at least ${folds + 1} different times, evenly filled, but there are ${different}.`;
      throw new UserError("too-many-folds", message);
    }
    ends.push(Math.min(end, order.length));
  }
  return Array.from({length: folds}, (_, fold) => {
    const first = window === undefined ? 0 : Math.max(0, fold + 1 - window);
    const from = first === 0 ? 0 : (ends[first - 1] ?? 0);
    return {
      training: order.slice(from, ends[fold]).sort(),
      validation: order.slice(ends[fold], ends[fold + 1]).sort()
    };
  });
}

function timeAt(times: Float64Array, order: Uint32Array, position: number): number | undefined {
  return times[order[position] ?? 0];
}

/**
 * Times out of their texts: numbers, or dates as ISO 8601 writes them, such as `2024-02-29` or `2024-02-29T12:00:00Z`
 * (UTC where they say no zone).
 * @throws UserError time-unreadable with the row
 */
export function parseTimes(texts: readonly string[], {file, column}: {file?: string; column: string}): Float64Array {
  const areNumbers = texts.every((text) => Number.isFinite(Number(text)));
  return Float64Array.from(texts, (text, index) => {
    const time = areNumbers && text !== "" ? Number(text) : parseDate(text);
    if (Number.isFinite(time)) return time;
    const found = text === "" ? "is empty" : `is “${shorten(text)}”`;
    const message = `Row ${index + 1}, column \`${column}\` ${found}; times must be numbers, or dates such as 2024-02-29 or 2024-02-29T12:00:00Z.`;
    throw new UserError("time-unreadable", message, {file, row: index + 1, column, value: text});
  });
}

const isoDate = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?(Z|[+-]\d{2}:?\d{2})?$/;

function parseDate(text: string): number {
  const [, date, time = "00:00", zone = "Z"] = isoDate.exec(text) ?? [];
  return date === undefined ? Number.NaN : Date.parse(`${date}T${time}${zone}`);
}
