import type {CsvSummary} from "../csv/csvReader.js";
import {shorten} from "../errors.js";
import type {InputReport} from "./inputChecks.js";
import {distanceOutside} from "./valueChecks.js";

/** Something that was checked: in order, worth knowing, or a reason for doubt. Names are in backticks. */
export interface Finding {
  level: "passed" | "note" | "warning";
  text: string;
}

/** Files of the same origin go beyond a training range by less than this share of its width. */
const usualDistance = 0.1;

const delimiterNames: Readonly<Record<string, string>> = {";": "semicolons", "\t": "tabs", "|": "vertical bars"};

/** What a file's form was, beyond plain CSV in UTF-8: for whoever gave it. */
export function describeReading(summary: CsvSummary): Finding[] {
  const {schema, idIsAssumed, skippedRows, skippedLines, encoding, delimiter, decimalMark} = summary;
  const {renamedColumns, thousandsColumns, otherMinusColumns, ignoredColumns, unseenCategories} = summary;
  return [
    ...describeUnseen(unseenCategories),
    note(summary.idIsNumbered, "There is no id column: rows are numbered from 1."),
    note(
      idIsAssumed,
      `The first column, ${schema.idColumn === "" ? "which has no name" : `\`${schema.idColumn}\``}, is taken as the id.`
    ),
    note(skippedRows > 0, `${counted(skippedRows, "row")} without id and values ${were(skippedRows)} skipped.`),
    note(
      skippedLines.length > 0,
      `${counted(skippedLines.length, "line")} before the header ${were(skippedLines.length)} skipped: ${listed(skippedLines.map((line) => `“${shorten(line)}”`))}.`
    ),
    note(encoding === "UTF-16", "The text is UTF-16."),
    note(encoding === "Windows-1252", "The text is not UTF-8; it was read as Windows-1252."),
    warning(
      encoding === "UTF-8 and Windows-1252",
      "Some of the text is UTF-8 and some is not; that part was read as Windows-1252."
    ),
    note(
      delimiter !== ",",
      `Columns are separated by ${delimiterNames[delimiter] ?? `“${delimiter}”`}${decimalMark === "," ? ", and decimals by a comma" : ""}.`
    ),
    note(
      renamedColumns.length > 0,
      `Columns matched by similar names: ${listed(renamedColumns.map(({found, wanted}) => `\`${found}\` for \`${wanted}\``))}.`
    ),
    note(
      thousandsColumns.length > 0,
      `Thousands separators left out of numbers in ${names(thousandsColumns)}${decimalMark === "," ? "" : ": 1,234.5 is read as 1234.5"}.`
    ),
    note(otherMinusColumns.length > 0, `Dashes and Unicode’s minus sign read as minus in ${names(otherMinusColumns)}.`),
    note(ignoredColumns.length > 0, `Not used by the model, and ignored: ${ignored(ignoredColumns)}.`)
  ].flat();
}

/** Texts that are none of their feature's categories. */
export function describeUnseen(unseen: CsvSummary["unseenCategories"]): Finding[] {
  return unseen.map(({column, values, first, row}) => ({
    level: "warning",
    text:
      values === 1
        ? `A value of \`${column}\` is a category that the training data do not have: “${shorten(first)}” in row ${formatted(row)}. It was taken as missing.`
        : `${formatted(values)} values of \`${column}\` are categories that the training data do not have: “${shorten(first)}”, first in row ${formatted(row)}. They were taken as missing.`
  }));
}

/** What the rows are like: their ids, missing values, and the range of the training data. */
export function describeInput(report: InputReport): Finding[] {
  return [...describeIds(report), ...describeMissing(report), ...describeRange(report)];
}

function describeIds(report: InputReport): Finding[] {
  const {rows, emptyIds, duplicateIds, firstDuplicate, comparedIds, formulaIds, firstFormula = ""} = report;
  const compared = comparedIds + emptyIds < rows ? ` (looked for among the first ${formatted(comparedIds)})` : "";
  const example =
    firstDuplicate && `, the first in row ${formatted(firstDuplicate.row)}: \`${shorten(firstDuplicate.id)}\``;
  return [
    passed(emptyIds + duplicateIds === 0, `Every id is unique${compared}.`),
    warning(emptyIds > 0, `${counted(emptyIds, "row")} ${has(emptyIds)} an empty id.`),
    warning(
      duplicateIds > 0,
      `${counted(duplicateIds, "row")} ${has(duplicateIds)} the id of an earlier row${example}${compared}.`
    ),
    note(
      formulaIds > 0,
      `${counted(formulaIds, "id")} would be executed by spreadsheet programs, as ${formulaIds === 1 ? "it begins" : "they begin"} like a formula: \`${shorten(firstFormula)}\`. A form of the results that is safe there is offered, too.`
    )
  ].flat();
}

function describeMissing({missing}: InputReport): Finding[] {
  const unknown = missing.filter(({missingInTraining}) => missingInTraining === 0);
  const known = missing.filter(({missingInTraining = 0}) => missingInTraining > 0);
  const untold = missing.filter(({missingInTraining}) => missingInTraining === undefined);
  const count = (columns: InputReport["missing"]) => {
    const values = columns.reduce((sum, column) => sum + column.values, 0);
    return `${counted(values, "value")} ${values === 1 ? "is" : "are"} missing in ${names(columns.map(({feature}) => feature))}`;
  };
  return [
    passed(missing.length === 0, "No value is missing."),
    warning(
      unknown.length > 0,
      `${count(unknown)}, where none was in the training data: the model has not learned what that means, and takes it for 0.`
    ),
    note(untold.length > 0, `${count(untold)}.`),
    note(
      known.length > 0,
      `${count(known)}; some were in the training data too, and the model treats them as it learned to.`
    )
  ].flat();
}

function describeRange({rows, hasRange, rowsOutside, farthestRow, outside}: InputReport): Finding[] {
  if (!hasRange) return [];
  if (farthestRow === undefined)
    return [{level: "passed", text: "Every value is within the range of its column in the training data."}];
  const columns = outside.map(
    ({feature, values, farthest, minimum, maximum}) =>
      `\`${feature}\` ${values > 1 ? `up to ` : ""}${farthest} (training ${minimum} to ${maximum})`
  );
  const values = outside.reduce((sum, column) => sum + column.values, 0);
  const {row, id} = farthestRow;
  const where =
    rowsOutside === 1
      ? `row ${formatted(row)} (\`${shorten(id)}\`)`
      : `${formatted(rowsOutside)} of ${counted(rows, "row")}${farthestRow.columns > 1 ? ` (${formatted(farthestRow.columns)} of them in row ${formatted(row)}, \`${shorten(id)}\`)` : ""}`;
  const text = [
    `${counted(values, "value")} of ${counted(outside.length, "column")} ${values === 1 ? "is" : "are"} outside the range of the training data, in ${where}.`,
    `${outside.length > 1 ? "Farthest: " : ""}${listed(columns)}.`,
    "The model treats such a value as the nearest one in its training data."
  ].join(" ");
  return [{level: distanceOutside(outside[0]) > usualDistance ? "warning" : "note", text}];
}

const when =
  (level: Finding["level"]) =>
  (applies: boolean, text: string): Finding[] =>
    applies ? [{level, text}] : [];
const passed = when("passed");
const note = when("note");
const warning = when("warning");

const were = (count: number) => (count === 1 ? "was" : "were");
const has = (count: number) => (count === 1 ? "has" : "have");

function ignored(columns: readonly string[]): string {
  const named = columns.filter((name) => name !== "");
  const unnamed = columns.length - named.length;
  const quoted = [...new Set(named)].map((name) => `\`${shorten(name)}\``);
  return listed([...quoted, ...(unnamed > 0 ? [`${counted(unnamed, "column")} without a name`] : [])]);
}

/** “`a`, `b`, `c` and 7 more”; all columns of many are better counted. */
function names(features: readonly string[]): string {
  const list = listed(features.map((name) => `\`${shorten(name)}\``));
  return features.length > 3 ? `${formatted(features.length)} columns (${list})` : list;
}

function listed(items: readonly string[]): string {
  const shown = items.slice(0, items.length > 4 ? 3 : 4);
  const more = items.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${formatted(more)} more`;
  return shown.length > 1 ? `${shown.slice(0, -1).join(", ")} and ${shown[shown.length - 1]}` : (shown[0] ?? "");
}

function counted(count: number, noun: string): string {
  return `${formatted(count)} ${noun}${count === 1 ? "" : "s"}`;
}

const formatted = (count: number) => count.toLocaleString("en");
