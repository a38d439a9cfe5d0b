import {ascii} from "./cells.js";

const {dot, comma} = ascii;

/** Cells that say that there is no value: those that pandas takes for missing by default; blanks around them aside. */
export const missingWords: ReadonlySet<string> = new Set([
  "",
  "#N/A",
  "#N/A N/A",
  "#NA",
  "-1.#IND",
  "-1.#QNAN",
  "-NaN",
  "-nan",
  "1.#IND",
  "1.#QNAN",
  "<NA>",
  "N/A",
  "NA",
  "NULL",
  "NaN",
  "None",
  "n/a",
  "nan",
  "null"
]);

/** In place of a decimal mark that is not known yet; no byte equals it. */
export const undecided = -1;

const infinity = /^[+-]?(?:inf|infinity|1\.#inf)$/i;
const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const grouped = /^[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?$/;
/** Minus signs and dashes that word processors and spreadsheets put in place of ASCII's. */
const otherMinus = /(^|[eE])[\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d]/g;

/** What was read in a form that not every program reads, by position of the feature. */
export interface NumberForms {
  /** Of features with cells such as `1,234.5`. */
  thousands: Set<number>;
  /** Of features with a minus sign other than ASCII's. */
  otherMinus: Set<number>;
}

/**
 * Reads the texts of cells as numbers. A cell with one separator before three digits, such as `1,234`, may mean 1234 or
 * 1.234: it is read as 1234, which `summarize` takes back unless another cell of its column shows which it is, by
 * a decimal mark or several separators, as in `11.2997` or `1,234,567`.
 */
export class NumberReader implements NumberForms {
  readonly thousands = new Set<number>();
  readonly otherMinus = new Set<number>();
  /** By feature: 1 once a cell has shown which mark is the decimal one. */
  readonly isClear: Uint8Array;
  /** By feature: its first cell with a separator that may be either, and the row that it is in. */
  readonly ambiguous = new Map<number, {row: number; value: string}>();
  #decimalMark: number;

  /** @param decimalMark a dot; or `undecided` where the first cell with a dot or a comma decides */
  constructor(features: number, decimalMark: number) {
    this.isClear = new Uint8Array(features);
    this.#decimalMark = decimalMark;
  }

  /** The byte of a dot or a comma, or `undecided`. */
  get decimalMark(): number {
    return this.#decimalMark;
  }

  /** For whoever knows the mark from rows before. */
  set decimalMark(mark: number) {
    this.#decimalMark = mark;
  }

  /**
   * The number that a cell's text stands for: `Number(text)` for a decimal number (so 1e999 is infinite), ±Infinity
   * for its usual spellings, NaN for a missing value, undefined for anything else, such as `0x10`.
   */
  read(text: string, feature: number, row: number): number | undefined {
    const trimmed = text.trim();
    if (missingWords.has(trimmed)) return Number.NaN;
    const plain = trimmed.replace(otherMinus, "$1-");
    const number = infinity.test(plain) ? infinite(plain) : this.#readDecimal(plain, feature, row);
    if (number !== undefined && plain !== trimmed) this.otherMinus.add(feature);
    return number;
  }

  #readDecimal(text: string, feature: number, row: number): number | undefined {
    const mark = this.#decimalMark === undecided ? guessDecimalMark(text) : this.#decimalMark;
    const pointed = mark === comma ? swapMarks(text) : text;
    if (decimal.test(pointed)) {
      if (pointed.includes(".")) {
        this.isClear[feature] = 1;
        this.#decimalMark = mark;
      }
      return Number(pointed);
    }
    if (!grouped.test(pointed)) return undefined;
    this.#decimalMark = mark;
    this.thousands.add(feature);
    if (pointed.includes(".") || pointed.indexOf(",") < pointed.lastIndexOf(",")) this.isClear[feature] = 1;
    else if (!this.ambiguous.has(feature)) this.ambiguous.set(feature, {row, value: text});
    return Number(pointed.replaceAll(",", ""));
  }
}

/** The first cell of which it did not become clear whether its separator is a decimal mark. */
export function findAmbiguous({
  ambiguous,
  isClear
}: Pick<NumberReader, "ambiguous" | "isClear">): {feature: number; row: number; value: string} | undefined {
  return [...ambiguous]
    .filter(([feature]) => isClear[feature] === 0)
    .map(([feature, place]) => ({feature, ...place}))
    .sort((a, b) => a.row - b.row)[0];
}

/** The last mark is the decimal one, unless it is there twice. */
function guessDecimalMark(text: string): number {
  const lastDot = text.lastIndexOf(".");
  const lastComma = text.lastIndexOf(",");
  if (lastDot >= 0 && lastComma >= 0) return lastDot > lastComma ? dot : comma;
  const isRepeated = lastDot >= 0 ? text.indexOf(".") < lastDot : text.indexOf(",") < lastComma;
  return lastDot >= 0 === isRepeated ? comma : dot;
}

function swapMarks(text: string): string {
  return text.replace(/[.,]/g, (mark) => (mark === "." ? "," : "."));
}

function infinite(text: string): number {
  return text.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
