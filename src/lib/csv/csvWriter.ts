/** A cell's text as CSV: in quotes only if it needs them. */
export function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const number = /^[+-]?\d+(?:[.,]\d+)?$/;
const formulaStart = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;

/** Whether spreadsheet programs may execute a cell's text as a formula instead of showing it. */
export function isFormula(text: string): boolean {
  return formulaStart.test(text) && !number.test(text);
}

/**
 * A cell's text as CSV that spreadsheet programs show and do not execute: an apostrophe before what would be a formula,
 * and quotes around what they might cut at another delimiter.
 */
export function spreadsheetField(text: string): string {
  const shown = isFormula(text) ? `'${text}` : text;
  return /[",;\t\r\n]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}
