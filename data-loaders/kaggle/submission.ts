import {createReadStream} from "node:fs";
import {readFile, stat} from "node:fs/promises";
import {basename} from "node:path";
import {createInterface} from "node:readline";
import {fileStatus} from "../../dataset/files.js";
import {UserError} from "../../src/lib/errors.js";
import {numberField, textField} from "../../src/lib/json.js";
import {delay, RetryableError, retryAfter, retrying} from "../../src/lib/retry.js";
import {type KaggleApi, unexpectedAnswer} from "./api.js";
import {exchange} from "./exchange.js";

const service = "competitions.CompetitionApiService";

export interface SubmissionScore {
  status: "pending" | "complete" | "failed";
  /** Area under the curve on the public part of the test set, as Kaggle writes it. */
  publicScore: string | undefined;
  privateScore: string | undefined;
  /** Why Kaggle could not score it. */
  problem: string | undefined;
}

export function submissionsPage(competition: string): string {
  return `https://www.kaggle.com/competitions/${competition}/submissions`;
}

/**
 * Uploads a file and enters it in the competition. Entries are counted by the day, so the entry itself is never sent
 * a second time when it is not known whether the first has arrived.
 * @returns the number by which Kaggle knows the submission
 * @throws UserError of the API
 */
export async function submit(
  api: KaggleApi,
  competition: string,
  {file, description}: {file: string; description: string}
): Promise<number> {
  const bytes = new Uint8Array(await readFile(file));
  const lastModified = Math.floor((await stat(file)).mtimeMs / 1000);
  const token = await retrying(() => upload(api, competition, basename(file), bytes, lastModified), api.options);
  const answer = await api.call(
    `${service}/CreateSubmission`,
    {competitionName: competition, blobFileTokens: token, submissionDescription: description},
    {competition},
    {once: true}
  );
  const ref = numberField(answer, "ref");
  if (ref !== undefined) return ref;
  const said = api.redact(textField(answer, "message") ?? "");
  throw new UserError("kaggle-submission-failed", `Kaggle did not take the submission. ${said}`.trim());
}

/** Each try asks for an upload of its own: a broken one may hold a part already. */
async function upload(
  api: KaggleApi,
  competition: string,
  fileName: string,
  bytes: Uint8Array<ArrayBuffer>,
  lastModified: number
): Promise<string> {
  const method = `${service}/StartSubmissionUpload`;
  const answer = await api.call(
    method,
    {competitionName: competition, fileName, contentLength: bytes.length, lastModifiedEpochSeconds: lastModified},
    {competition}
  );
  const token = textField(answer, "token");
  const url = api.safeLink(textField(answer, "createUrl"), method);
  if (token === undefined) throw unexpectedAnswer(method);
  await exchange(url, {method: "PUT", body: bytes}, api.options, async ({status, headers}) => {
    if (status === 200 || status === 201) return;
    const reason = `${url.host} did not take the upload (status ${status})`;
    throw new RetryableError("kaggle-unavailable", reason, retryAfter(headers.get("retry-after")));
  });
  return token;
}

/** @throws UserError of the API */
export async function submissionScore(api: KaggleApi, competition: string, ref: number): Promise<SubmissionScore> {
  const answer = await api.call(`${service}/GetSubmission`, {ref}, {competition});
  // Fields with the default value, which for the status is PENDING, may be left out.
  const status = (textField(answer, "status") ?? "pending").toLowerCase();
  return {
    status: /complete$/.test(status) ? "complete" : /error$/.test(status) ? "failed" : "pending",
    publicScore: textField(answer, "publicScore"),
    privateScore: textField(answer, "privateScore"),
    problem: textField(answer, "errorDescription")
  };
}

export interface WaitOptions {
  /** Milliseconds from one look to the next. */
  interval?: number;
  /** Milliseconds until it is left to the user. */
  patience?: number;
  onLook?: () => void;
}

/**
 * Waits until Kaggle has scored a submission.
 * @throws UserError kaggle-submission-failed, kaggle-submission-pending
 */
export async function waitForScore(
  api: KaggleApi,
  competition: string,
  ref: number,
  {interval = 5_000, patience = 15 * 60_000, onLook}: WaitOptions = {}
): Promise<SubmissionScore> {
  const end = Date.now() + patience;
  for (;;) {
    const score = await submissionScore(api, competition, ref);
    if (score.status === "complete") return score;
    if (score.status === "failed") {
      const problem = api.redact(score.problem ?? "It gives no reason.");
      throw new UserError("kaggle-submission-failed", `Kaggle could not score the submission: ${problem}`);
    }
    if (Date.now() > end) {
      throw new UserError(
        "kaggle-submission-pending",
        `Kaggle has the submission and is still scoring it. Its score will be at ${submissionsPage(competition)}.`
      );
    }
    onLook?.();
    await delay(interval, api.options.signal);
  }
}

/**
 * Checks a submission before one of the day's entries is spent on it: the columns `ID_code,target`, a number in every
 * row, and, where the competition's sample is at hand, its very ids in their order.
 * @returns its number of rows
 * @throws UserError submission-missing, submission-header, submission-not-a-number, submission-ids
 */
export async function checkSubmission(file: string, sample?: string): Promise<number> {
  if ((await fileStatus(file)) === undefined) {
    const message = `There is no file ${file}. “npm run predict” makes a submission.`;
    throw new UserError("submission-missing", message, {file});
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
  const [, number = "", ...surplus] = line.split(",");
  if (surplus.length === 0 && number.trim() !== "" && Number.isFinite(Number(number))) return;
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
  return line.split(",", 1).join();
}

async function* lines(file: string): AsyncGenerator<string, undefined> {
  const stream = createReadStream(file);
  try {
    for await (const line of createInterface({input: stream, crlfDelay: Number.POSITIVE_INFINITY})) yield line;
  } finally {
    stream.destroy();
  }
}
