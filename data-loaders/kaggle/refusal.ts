import {UserError} from "../../src/lib/errors.js";
import {isRecord, numberField, textField} from "../../src/lib/json.js";
import {RetryableError} from "../../src/lib/retry.js";

/** What a call was about, to say it in its errors. */
export interface Subject {
  competition: string;
  fileName?: string;
}

export interface Refusal {
  status: number;
  /** The server's own words, without secrets. */
  message: string | undefined;
  retryAfter: number | undefined;
}

/** The page where a competition's rules are accepted; Kaggle has no call for it. */
function rulesPage(competition: string): string {
  return `https://www.kaggle.com/competitions/${competition}/rules`;
}

/**
 * The code and message in the JSON of a refused call, which is `{code, message}` or `{error: {code, message}}`, and
 * which may come with status 200.
 */
export function refusalInJson(value: unknown): {code: number; message: string | undefined} | undefined {
  if (!isRecord(value)) return undefined;
  const {error = value} = value;
  if (!isRecord(error)) return undefined;
  const code = numberField(error, "code");
  return code === undefined || code < 400 ? undefined : {code, message: textField(error, "message")};
}

/**
 * The error that a refusal of the API means to the user, or a fault that may pass.
 * @param subject absent where the call is about no competition
 * @param source where the credentials came from
 */
export function refusalError(
  {status, message, retryAfter}: Refusal,
  subject: Subject | undefined,
  source: string | undefined
): UserError | RetryableError {
  const said = message === undefined ? "" : ` (“${message}”)`;
  if (status === 401) return unauthorized(said, source);
  if (status === 403 && subject !== undefined) return forbidden(message ?? "", said, subject, source);
  if (status === 404 && subject !== undefined) return notFound(subject);
  if (status === 429) {
    const wait = retryAfter === undefined ? "" : ` and asks to wait ${Math.ceil(retryAfter / 1000)} s`;
    return new RetryableError("kaggle-too-many-requests", `Kaggle gets too many requests from you${wait}`, retryAfter);
  }
  if (status === 408 || status >= 500)
    return new RetryableError("kaggle-unavailable", `Kaggle cannot answer now (status ${status})${said}`, retryAfter);
  return new UserError("kaggle-refused", `Kaggle refused (status ${status})${said}.`);
}

export const howToGetCredentials =
  "Create an API token at https://www.kaggle.com/settings, and put it into the variable KAGGLE_API_TOKEN or save the kaggle.json that you get there as .kaggle/kaggle.json.";

function unauthorized(said: string, source: string | undefined): UserError {
  return new UserError(
    "kaggle-unauthorized",
    source === undefined
      ? `Kaggle requires credentials${said}. ${howToGetCredentials}`
      : `Kaggle does not accept the credentials from ${source}${said}. Create new ones at https://www.kaggle.com/settings.`
  );
}

function forbidden(message: string, said: string, {competition}: Subject, source = "this computer"): UserError {
  const page = rulesPage(competition);
  return /\brules?\b|competitions\.participate/i.test(message)
    ? new UserError(
        "kaggle-rules-not-accepted",
        `Kaggle allows this once you have accepted the competition's rules. Do so at ${page} and run this again.`
      )
    : new UserError(
        "kaggle-forbidden",
        `Kaggle does not allow this${said}. If you have not accepted the competition's rules yet, do so at ${page}; otherwise the credentials from ${source} may be too narrow.`
      );
}

function notFound({competition, fileName}: Subject): UserError {
  return fileName === undefined
    ? new UserError(
        "kaggle-competition-not-found",
        `Kaggle has no competition “${competition}”. Its name is the last part of its address, as in https://www.kaggle.com/competitions/titanic.`,
        {value: competition}
      )
    : new UserError("kaggle-file-not-found", `Kaggle has no file “${fileName}” in the competition “${competition}”.`, {
        value: fileName
      });
}
