import {createReadStream} from "node:fs";
import {createInterface} from "node:readline";
import {UserError} from "../../src/lib/errors.js";
import {fileStatus} from "./fileStatus.js";

/**
 * Checks a submission before one of the day's entries is spent on it: the columns `ID_code,target`, a number in every
 * row, and, where the competition's sample is at hand, its very ids in their order.
 * @returns its number of rows
 * @throws UserError submission-missing, submission-header, submission-not-a-number, submission-ids
 */
export async function checkSubmission(file: string, sample?: string): Promise<number> {
  if ((await fileStatus(file)) === undefined) {
    throw new UserError("submission-missing", `There is no ${file}. “npm run predict” makes a submission.`, {file});
  }
  const expected = sample !== undefined && (await fileStatus(sample)) !== undefined ? lines(sample) : undefined;
  let row = 0;
  try {
    for await (const line of lines(file)) {
      if (row === 0) checkHeader(line, file);
      else if (line !== "") checkRow(line, file, row);
      else continue;
      const expectedLine = await expected?.next();
      if (row > 0 && expectedLine !== undefined)
        checkId(line, expectedLine.done ? undefined : expectedLine.value, file, row);
      ++row;
    }
    if (row < 2) throw new UserError("submission-header", `${file} holds no predictions.`, {file});
    const next = await expected?.next();
    if (next !== undefined && !next.done && next.value !== "")
      throw idError(file, row, `${file} ends before id “${idOf(next.value)}” of the competition's sample.`);
  } finally {
    await expected?.return(undefined);
  }
  return row - 1;
}

function checkHeader(line: string, file: string): void {
  if (line === "ID_code,target") return;
  throw new UserError("submission-header", `${file} must begin with the line “ID_code,target”.`, {file, value: line});
}

function checkRow(line: string, file: string, row: number): void {
  const cells = line.split(",");
  if (cells.length === 2 && cells[1].trim() !== "" && Number.isFinite(Number(cells[1]))) return;
  const message = `Row ${row} of ${file} must be an id and a number.`;
  throw new UserError("submission-not-a-number", message, {file, row, column: "target", value: line});
}

function checkId(line: string, expected: string | undefined, file: string, row: number): void {
  const id = idOf(line);
  if (expected === undefined) throw idError(file, row, `${file} has more rows than the competition's sample.`, id);
  if (id !== idOf(expected))
    throw idError(file, row, `${file} has id “${id}” where the competition's sample has “${idOf(expected)}”.`, id);
}

function idError(file: string, row: number, message: string, value?: string): UserError {
  return new UserError("submission-ids", message, {file, row, column: "ID_code", value});
}

function idOf(line: string): string {
  return line.split(",", 1)[0];
}

async function* lines(file: string): AsyncGenerator<string, undefined> {
  const stream = createReadStream(file);
  try {
    for await (const line of createInterface({input: stream, crlfDelay: Number.POSITIVE_INFINITY})) yield line;
  } finally {
    stream.destroy();
  }
}
