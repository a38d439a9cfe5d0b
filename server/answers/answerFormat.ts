import type {FastifyRequest} from "fastify";
import {csvField} from "../../src/lib/csv/csvWriter.js";
import {UserError, type UserErrorData} from "../../src/lib/errors.js";
import {type Scores, shortestFloat} from "../../src/lib/scoring/results.js";
import {predictedPositive} from "../../src/lib/scoring/scoringSession.js";

export interface AnswerOptions {
  idColumn: string;
  threshold: number;
  /** Whether each row also has its probability. */
  probability: boolean;
}

/** One way to write predictions, block by block. */
export interface AnswerFormat {
  readonly mediaType: string;
  /** Whether blocks are sent as they are scored; otherwise the whole answer waits, so that it can still be an error. */
  readonly streams: boolean;
  begin(options: AnswerOptions): string;
  /** @param first whether these are the first rows of the answer */
  rows(scores: Scores, options: AnswerOptions, first: boolean): string;
  end(): string;
  /** How an answer that has begun ends with an error; undefined breaks the connection. */
  failure?(error: UserErrorData): string;
}

const json: AnswerFormat = {
  mediaType: "application/json",
  streams: false,
  begin: () => "[",
  rows: (scores, options, first) => (first ? "" : ",\n") + objects(scores, options).join(",\n"),
  end: () => "]\n"
};

const ndjson: AnswerFormat = {
  mediaType: "application/x-ndjson",
  streams: true,
  begin: () => "",
  rows: (scores, options) => `${objects(scores, options).join("\n")}\n`,
  end: () => "",
  failure: (error) => `${JSON.stringify({error})}\n`
};

const csv: AnswerFormat = {
  mediaType: "text/csv",
  streams: true,
  begin: ({idColumn, probability}) => `${csvField(idColumn)},target_pred${probability ? ",probability" : ""}\n`,
  rows: ({ids, probabilities}, {threshold, probability}) =>
    ids
      .map((id, row) => {
        const score = probabilities[row] ?? Number.NaN;
        const fields = `${csvField(id)},${predictedPositive(score, threshold) ? 1 : 0}`;
        return probability ? `${fields},${shortestFloat(score)}\n` : `${fields}\n`;
      })
      .join(""),
  end: () => ""
};

/** The first is the default. */
const answerFormats: readonly AnswerFormat[] = [json, ndjson, csv];
const mediaTypes = answerFormats.map(({mediaType}) => mediaType);
/** Everything is UTF-8; a range with parameters allows only what has them as well. */
const offers = mediaTypes.flatMap((mediaType) => [mediaType, `${mediaType};charset=utf-8`]);

/**
 * The format that a request's Accept header prefers; without a header it is JSON.
 * @throws {UserError} `not-acceptable`
 */
export function negotiateFormat(request: FastifyRequest): AnswerFormat {
  const accepted = String(request.accepts().type(offers)).replace(/;.*/, "");
  const format = answerFormats.find(({mediaType}) => mediaType === accepted);
  if (format !== undefined) return format;
  const value = request.headers.accept;
  throw new UserError("not-acceptable", `The Accept header allows none of ${mediaTypes.join(", ")}.`, {value});
}

function objects({ids, probabilities}: Scores, {idColumn, threshold, probability}: AnswerOptions): string[] {
  const idKey = JSON.stringify(idColumn);
  return ids.map((id, row) => {
    const score = probabilities[row] ?? Number.NaN;
    const fields = `{${idKey}:${JSON.stringify(id)},"target_pred":${predictedPositive(score, threshold) ? 1 : 0}`;
    return probability ? `${fields},"probability":${shortestFloat(score)}}` : `${fields}}`;
  });
}
