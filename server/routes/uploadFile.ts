import type {FastifyInstance} from "fastify";
import {UserError} from "../../src/lib/errors.js";
import {scoreCsv} from "../../src/lib/scoring/scoreCsv.js";
import {RequestLife} from "../requestLife.js";
import {Answer} from "../results/answer.js";
import {negotiateFormat} from "../results/negotiate.js";
import {openDataFile} from "../upload/dataFile.js";
import {type AnswerQuery, answerQuery, answers, uploadBody} from "./schemas.js";
import type {Service} from "./service.js";

/** `POST …/uploadfile`: a CSV file in, a prediction a row out. */
export function uploadFileRoute(server: FastifyInstance, {configuration, models, admission, metrics}: Service): void {
  const {limits} = configuration;
  server.post<{Querystring: AnswerQuery}>(
    "/classification/inference/uploadfile",
    {
      schema: {
        operationId: "uploadFile",
        summary: "Predict the rows of a CSV file",
        description: [
          "The file has a header with the id column and every feature of the model, in any order; other columns are",
          "ignored. It is scored while it arrives. JSON answers once the file is scored to its end; NDJSON and CSV",
          'answer as rows are scored: there a mistake further down ends NDJSON with a line `{"error": …}`, and breaks',
          "off CSV before its end."
        ].join(" "),
        tags: ["inference"],
        querystring: answerQuery,
        response: answers(models.current.manifest.idColumn)
      },
      config: {documentedBody: uploadBody}
    },
    async (request, reply) => {
      const format = negotiateFormat(request.headers.accept);
      const life = new RequestLife(request, reply, limits);
      const {signal} = life;
      return admission.run(signal, () =>
        models.use(async ({manifest, session}) => {
          life.watchIdleness();
          const chunks = await openDataFile(request, limits, signal);
          const {idColumn, threshold} = manifest;
          const answer = new Answer(reply, format, {idColumn, threshold, probability: request.query.probability});
          try {
            await scoreCsv(chunks, {
              manifest,
              session,
              onBlock: async ({ids, probabilities}) => {
                request.scoredRows += ids.length;
                if (request.scoredRows > limits.rows) throw tooManyRows(limits.rows);
                metrics.scored(probabilities);
                await answer.write({ids, probabilities}, signal);
              },
              onProgress: ({bytes}) => {
                request.uploadedBytes = bytes;
              }
            });
            answer.end();
          } catch (error) {
            request.failure = error;
            answer.fail(error);
          }
          return reply;
        })
      );
    }
  );
}

function tooManyRows(rows: number): UserError {
  return new UserError("too-many-rows", `The file has more than ${rows.toLocaleString("en")} rows.`);
}
