import type {FastifyRequest} from "fastify";
import {csvField, spreadsheetField} from "../../src/lib/csv/csvWriter.js";
import {UserError, type UserErrorData} from "../../src/lib/errors.js";
import type {Finding} from "../../src/lib/scoring/findings.js";
import {type Scores, shortestFloat} from "../../src/lib/scoring/results.js";
import {predictedPositive} from "../../src/lib/scoring/scoringSession.js";

export interface AnswerOptions {
  idColumn: string;
  threshold: number;
  /** Whether each row also has its probability. */
  probability: boolean;
  /** Whether what was checked comes after the rows. */
  findings: boolean;
  /** Whether CSV has ids that no spreadsheet program executes as a formula. */
  spreadsheet: boolean;
}

/** One way to write predictions, block by block. */
export interface AnswerFormat {
  readonly mediaType: string;
  /** Under which a browser saves it. */
  readonly fileName: string;
  /** Whether blocks are sent as they are scored; otherwise the whole answer waits, so that it can still be an error. */
  readonly streams: boolean;
  /** Whether it has room for findings. */
  readonly hasFindings: boolean;
  begin(options: AnswerOptions): string;
  /** @param first whether these are the first rows of the answer */
  rows(scores: Scores, options: AnswerOptions, first: boolean): string;
  /** @param findings undefined where they were not asked for */
  end(findings: readonly Finding[] | undefined): string;
  /** How an answer that has begun ends with an error; undefined breaks the connection. */
  failure?(error: UserErrorData): string;
}

const json: AnswerFormat = {
  mediaType: "application/json",
  fileName: "predictions.json",
  streams: false,
  hasFindings: true,
  begin: ({findings}) => (findings ? '{"predictions":[' : "["),
  rows: (scores, options, first) => (first ? "" : ",\n") + objects(scores, options).join(",\n"),
  end: (findings) => (findings === undefined ? "]\n" : `],"findings":${JSON.stringify(findings)}}\n`)
};

const ndjson: AnswerFormat = {
  mediaType: "application/x-ndjson",
  fileName: "predictions.ndjson",
  streams: true,
  hasFindings: true,
  begin: () => "",
  rows: (scores, options) => `${objects(scores, options).join("\n")}\n`,
  end: (findings) => (findings === undefined ? "" : `${JSON.stringify({findings})}\n`),
  failure: (error) => `${JSON.stringify({error})}\n`
};

const csv: AnswerFormat = {
  mediaType: "text/csv",
  fileName: "predictions.csv",
  streams: true,
  hasFindings: false,
  begin: ({idColumn, probability, spreadsheet}) =>
    `${(spreadsheet ? spreadsheetField : csvField)(idColumn)},target_pred${probability ? ",probability" : ""}\n`,
  rows: ({ids, probabilities}, {threshold, probability, spreadsheet}) => {
    const field = spreadsheet ? spreadsheetField : csvField;
    return ids
      .map((id, row) => {
        const score = probabilities[row] ?? Number.NaN;
        const fields = `${field(id)},${predictedPositive(score, threshold) ? 1 : 0}`;
        return probability ? `${fields},${shortestFloat(score)}\n` : `${fields}\n`;
      })
      .join("");
  },
  end: () => ""
};

/** As MLflow's scoring server answers: the probability of target 1 of each row. */
export const scoringServerFormat: AnswerFormat = {
  mediaType: "application/json",
  fileName: "predictions.json",
  streams: false,
  hasFindings: false,
  begin: () => '{"predictions":[',
  rows: ({probabilities}, _options, first) => (first ? "" : ",") + Array.from(probabilities, shortestFloat).join(","),
  end: () => "]}\n"
};

/** The first is the default. */
const answerFormats: readonly AnswerFormat[] = [json, ndjson, csv];

/**
 * The format that a request's Accept header prefers, with room for findings where they are asked for; without a header
 * it is JSON.
 * @throws {UserError} `not-acceptable`
 */
export function negotiateFormat(request: FastifyRequest, {findings}: {findings: boolean}): AnswerFormat {
  const mediaTypes = answerFormats.filter(({hasFindings}) => hasFindings || !findings).map(({mediaType}) => mediaType);
  // Everything is UTF-8; a range with parameters allows only what has them as well.
  const offers = mediaTypes.flatMap((mediaType) => [mediaType, `${mediaType};charset=utf-8`]);
  const accepted = String(request.accepts().type(offers)).replace(/;.*/, "");
  const format = answerFormats.find(({mediaType}) => mediaType === accepted);
  if (format !== undefined) return format;
  const value = request.headers.accept;
  const what = findings ? `${mediaTypes.join(", ")}, in which findings are sent` : mediaTypes.join(", ");
  throw new UserError("not-acceptable", `The Accept header allows none of ${what}.`, {value});
}

function objects({ids, probabilities}: Scores, {idColumn, threshold, probability}: AnswerOptions): string[] {
  const idKey = JSON.stringify(idColumn);
  return ids.map((id, row) => {
    const score = probabilities[row] ?? Number.NaN;
    const fields = `{${idKey}:${JSON.stringify(id)},"target_pred":${predictedPositive(score, threshold) ? 1 : 0}`;
    return probability ? `${fields},"probability":${shortestFloat(score)}}` : `${fields}}`;
  });
}
