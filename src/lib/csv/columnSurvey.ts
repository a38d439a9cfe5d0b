import {missingWords, type NumberReader} from "./numbers.js";

/** A feature of more different texts than these is no feature of categories. */
export const mostCategories = 1000;

/** Few texts may all differ, and still be categories. */
const fewTexts = 50;

/** What a column of texts turned out to hold. */
export type ColumnKind =
  | {kind: "number"}
  /** Texts by how often they are there, the most frequent first; those that are equally frequent by their characters. */
  | {kind: "category"; texts: string[]}
  /** Nearly every row has a text of its own, such as a name or a sentence. */
  | {kind: "text"; reason: string};

/** Watches the texts of one column go by, and tells whether they are numbers, categories or neither. */
export class ColumnSurvey {
  readonly #numbers: NumberReader;
  readonly #column: number;
  #isNumber = true;
  #values = 0;
  /** Until there are too many. */
  #counts: Map<string, number> | undefined = new Map();
  #firstText: {row: number; text: string} | undefined;

  /** @param numbers shared by the columns of a table, which have the same decimal mark */
  constructor(numbers: NumberReader, column: number) {
    this.#numbers = numbers;
    this.#column = column;
  }

  add(text: string, row: number): void {
    if (missingWords.has(text)) return;
    ++this.#values;
    if (this.#isNumber && this.#numbers.read(text, this.#column, row) === undefined) {
      this.#isNumber = false;
      this.#firstText = {row, text};
    }
    if (this.#counts === undefined) return;
    this.#counts.set(text, (this.#counts.get(text) ?? 0) + 1);
    if (this.#counts.size > mostCategories) this.#counts = undefined;
  }

  /** Whether every value is a number; so it is where there are none. */
  get isNumber(): boolean {
    return this.#isNumber;
  }

  /** The first value that is not a number. */
  get firstText(): {row: number; text: string} | undefined {
    return this.#firstText;
  }

  /** How often each text is there; undefined where there are more than `mostCategories`. */
  get counts(): ReadonlyMap<string, number> | undefined {
    return this.#counts;
  }

  get kind(): ColumnKind {
    if (this.#isNumber) return {kind: "number"};
    const counts = this.#counts;
    if (counts === undefined) return {kind: "text", reason: `more than ${mostCategories} different texts`};
    if (counts.size > fewTexts && counts.size > this.#values / 2)
      return {kind: "text", reason: `${counts.size} different texts in ${this.#values} rows`};
    const texts = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([text]) => text);
    return {kind: "category", texts};
  }
}
