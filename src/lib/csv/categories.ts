import {categoriesOf, type TableSchema} from "../schema/tableSchema.js";
import {missingWords} from "./numbers.js";

/** Texts of a feature that are none of its categories. */
export interface UnseenCategory {
  /** How many cells have such a text. */
  values: number;
  /** The first of them. */
  first: string;
  row: number;
  /** The row of the last of them. */
  lastRow: number;
}

/**
 * Reads the texts of cells as codes of categories. A missing value is NaN, and so is a text that is none of its
 * feature's categories: these are counted. Blanks around a text mean nothing, and neither does case where it tells no two
 * categories apart: `true` is `True`.
 */
export class CategoryReader {
  readonly unseen = new Map<number, UnseenCategory>();
  /** Where texts are kept: those of the last row, by feature. */
  readonly texts: string[] = [];
  readonly #codes: readonly (ReadonlyMap<string, number> | undefined)[];
  readonly #keepsTexts: boolean;

  /** @param keepsTexts every feature is read for its texts alone; its code is 0 */
  constructor(schema: Pick<TableSchema, "features" | "categories">, keepsTexts = false) {
    this.#keepsTexts = keepsTexts;
    this.#codes = schema.features.map((name) => {
      const texts = categoriesOf(schema, name);
      return texts && codesOf(texts);
    });
  }

  has(feature: number): boolean {
    return this.#keepsTexts || this.#codes[feature] !== undefined;
  }

  read(text: string, feature: number, row: number): number {
    const trimmed = text.trim();
    if (this.#keepsTexts) this.texts[feature] = trimmed;
    if (missingWords.has(trimmed)) return Number.NaN;
    if (this.#keepsTexts) return 0;
    const codes = this.#codes[feature];
    const code = codes?.get(trimmed) ?? codes?.get(trimmed.toLowerCase());
    if (code !== undefined) return code;
    const unseen = this.unseen.get(feature);
    if (unseen === undefined) this.unseen.set(feature, {values: 1, first: trimmed, row, lastRow: row});
    // A row whose end had not come yet is read again.
    else if (unseen.lastRow !== row) {
      ++unseen.values;
      unseen.lastRow = row;
    }
    return Number.NaN;
  }
}

/** Codes by the texts themselves, and by texts in lower case that are of one category only. */
function codesOf(texts: readonly string[]): ReadonlyMap<string, number> {
  const codes = new Map<string, number>();
  const shared = new Set<string>();
  for (const [code, text] of texts.entries()) {
    const lower = text.toLowerCase();
    if (codes.has(lower)) shared.add(lower);
    codes.set(lower, code);
  }
  for (const lower of shared) codes.delete(lower);
  for (const [code, text] of texts.entries()) codes.set(text, code);
  return codes;
}
