/** Something of each row that a query can ask for. */
export interface QueryField {
  /** Its name in queries, such as `auc`; no other field has it. */
  name: string;
  /** Other names that it is known by, such as its column's heading. */
  aliases: readonly string[];
  kind: "text" | "number" | "duration" | "date";
  /** By row, NaN where there is none: milliseconds of a duration, milliseconds since 1970 of a date. */
  numbers: ArrayLike<number>;
  /** By row, as it is shown; undefined where there is none. Numbers that were measured have none. */
  texts?: readonly (string | undefined)[];
}

/** Names are the same in any case, and with spaces, hyphens or underscores between their words. */
export const normalizeName = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, "_");

/** Prefixes that MLflow's own queries have. */
const prefixes = /^(metrics?|params?|parameters?|attributes?)\./i;

/** Fields by what they are called. */
export class QueryFields {
  readonly #exact = new Map<string, QueryField>();
  readonly #normalized = new Map<string, QueryField>();
  readonly #texts = new Map<QueryField, Map<string, string>>();

  constructor(readonly all: readonly QueryField[]) {
    for (const field of all) {
      this.#exact.set(field.name, field);
      if (!this.#normalized.has(normalizeName(field.name))) this.#normalized.set(normalizeName(field.name), field);
    }
    // Names go before other fields' aliases.
    for (const field of all)
      for (const alias of field.aliases)
        if (!this.#normalized.has(normalizeName(alias))) this.#normalized.set(normalizeName(alias), field);
  }

  find(name: string): QueryField | undefined {
    return (
      this.#exact.get(name) ??
      this.#normalized.get(normalizeName(name)) ??
      (prefixes.test(name) ? this.find(name.replace(prefixes, "")) : undefined)
    );
  }

  /** Every name and alias. */
  names(): string[] {
    return this.all.flatMap(({name, aliases}) => [name, ...aliases]);
  }

  /** The texts of a field, as they are written, by their lower case. */
  textsOf(field: QueryField): ReadonlyMap<string, string> {
    const known = this.#texts.get(field);
    if (known) return known;
    const texts = new Map<string, string>();
    for (const text of field.texts ?? [])
      if (text !== undefined && !texts.has(text.toLowerCase())) texts.set(text.toLowerCase(), text);
    this.#texts.set(field, texts);
    return texts;
  }
}

/** Whether a field has values that can be compared as numbers. */
export function hasNumbers({numbers}: QueryField): boolean {
  for (let row = 0; row < numbers.length; ++row) if (!Number.isNaN(numbers[row])) return true;
  return false;
}
