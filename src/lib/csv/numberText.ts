/** Cells that say that there is no value, as pandas writes and reads them; quoted or not, blanks around them aside. */
export const missingWords: ReadonlySet<string> = new Set(["", "NA", "NaN", "nan", "null"]);

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * The number that a cell's text stands for: `Number(text)` for a finite decimal number, NaN for a missing value,
 * undefined for anything else. So `0x10`, `Infinity` and `1e999` are not numbers here, although JavaScript reads them.
 */
export function parseNumber(text: string): number | undefined {
  const trimmed = text.trim();
  if (decimal.test(trimmed)) {
    const number = Number(trimmed);
    return Number.isFinite(number) ? number : undefined;
  }
  return missingWords.has(trimmed) ? Number.NaN : undefined;
}
