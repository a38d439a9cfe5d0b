import type {FastifyInstance, FastifyReply, FastifyRequest} from "fastify";
import {UserError} from "../../src/lib/errors.js";
import {describeInput, type Finding} from "../../src/lib/scoring/findings.js";
import {InputChecks} from "../../src/lib/scoring/inputChecks.js";
import {type ScoredBlock, scoreCheckedCsv, scoreCsv} from "../../src/lib/scoring/scoreCsv.js";
import type {ScoringSession} from "../../src/lib/scoring/scoringSession.js";
import type {Manifest} from "../../src/lib/staged/manifest.js";
import {Answer} from "../answers/answer.js";
import {negotiateFormat} from "../answers/answerFormat.js";
import {openDataFile} from "../requests/dataFile.js";
import {readRows} from "../requests/jsonRows.js";
import {RequestLife, untilAborted} from "../requests/requestLife.js";
import type {Service} from "./operations.js";
import {type AnswerQuery, answerQuery, answers, rowsBody, uploadBody} from "./schemas.js";

interface PredictionRoute {
  Querystring: AnswerQuery;
  Body: unknown;
}

/** The routes that predict, from a CSV file and from JSON rows. */
export function predictionRoutes(server: FastifyInstance, service: Service): void {
  const {configuration, models, admission, metrics} = service;
  const {limits} = configuration;
  const {idColumn} = models.current.manifest;
  const schema = {tags: ["inference"], querystring: answerQuery, response: answers(idColumn)};

  server.post<PredictionRoute>(
    "/classification/inference/uploadfile",
    {
      schema: {
        ...schema,
        operationId: "uploadFile",
        summary: "Predict the rows of a CSV file",
        description: [
          "The file has a header with the id column and every feature of the model, in any order; other columns are",
          "ignored. It is scored while it arrives. JSON answers once the file is scored to its end; NDJSON and CSV",
          'answer as rows are scored: there an error further down ends NDJSON with a line `{"error": …}`, and breaks',
          "off CSV before its end."
        ].join(" ")
      },
      config: {documentedBody: uploadBody}
    },
    (request, reply) =>
      predict(request, reply, async ({manifest, session}, answer, signal) => {
        const chunks = await openDataFile(request, limits, signal);
        const options = {
          manifest,
          session,
          onBlock: async (block: ScoredBlock) => {
            request.scoredRows += block.ids.length;
            if (request.scoredRows > limits.rows) throw tooManyRows(limits.rows);
            metrics.observeScores(block.probabilities);
            await answer.write(block, signal);
          },
          onProgress: ({bytes}: {bytes: number}) => {
            request.uploadedBytes = bytes;
          }
        };
        if (request.query.findings) return (await scoreCheckedCsv(chunks, options)).findings;
        await scoreCsv(chunks, options);
        return undefined;
      })
  );

  server.post<PredictionRoute>(
    "/classification/inference/predict",
    {
      schema: {
        ...schema,
        operationId: "predict",
        summary: "Predict rows of JSON",
        description:
          "Each row is an object with the id and every feature of the model (`GET /api/v1/model` lists them); other " +
          "keys are ignored, and null is a missing value."
      },
      config: {documentedBody: rowsBody(idColumn)},
      bodyLimit: limits.jsonBytes
    },
    (request, reply) =>
      predict(request, reply, async ({manifest, session}, answer, signal) => {
        const {ids, features} = readRows(request.body, manifest);
        const probabilities = await session.run(features, ids.length);
        metrics.observeScores(probabilities);
        request.scoredRows = ids.length;
        await answer.write({ids, probabilities}, signal);
        if (!request.query.findings) return undefined;
        const checks = new InputChecks(manifest);
        checks.add({ids, features});
        return describeInput(checks.report);
      })
  );

  /** Does the work of a request when it is its turn, with one model from beginning to end. */
  async function predict(
    request: FastifyRequest<PredictionRoute>,
    reply: FastifyReply,
    work: (
      model: {manifest: Manifest; session: ScoringSession},
      answer: Answer,
      signal: AbortSignal
    ) => Promise<Finding[] | undefined>
  ): Promise<FastifyReply> {
    const {probability, findings} = request.query;
    const format = negotiateFormat(request, {findings});
    const life = new RequestLife(request, reply, limits);
    const {signal} = life;
    return admission.run(signal, () =>
      models.use(async ({manifest, session}) => {
        life.watchIdleness();
        const {idColumn, threshold} = manifest;
        const answer = new Answer(reply, format, {idColumn, threshold, probability, findings});
        const timed = {
          run: (features: Float64Array, rows: number) => untilAborted(signal, session.run(features, rows))
        };
        try {
          answer.end(await work({manifest, session: timed}, answer, signal));
        } catch (error) {
          request.failure = error;
          answer.fail(error);
        }
        return reply;
      })
    );
  }
}

function tooManyRows(rows: number): UserError {
  return new UserError("too-many-rows", `The file has more than ${rows.toLocaleString("en")} rows.`);
}
