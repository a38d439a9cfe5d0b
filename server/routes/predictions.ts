import type {FastifyInstance, FastifyReply, FastifyRequest} from "fastify";
import {UserError} from "../../src/lib/errors.js";
import {describeInput, describeUnseen, type Finding} from "../../src/lib/scoring/findings.js";
import {InputChecks} from "../../src/lib/scoring/inputChecks.js";
import {type ScoredBlock, scoreCheckedCsv, scoreCsv} from "../../src/lib/scoring/scoreCsv.js";
import type {ScoringSession} from "../../src/lib/scoring/scoringSession.js";
import type {Manifest} from "../../src/lib/staged/manifest.js";
import {Answer} from "../answers/answer.js";
import {type AnswerFormat, negotiateFormat, scoringServerFormat} from "../answers/answerFormat.js";
import type {Admitted} from "../requests/admission.js";
import {readBody} from "../requests/body.js";
import {mediaTypeOf, openDataFile} from "../requests/dataFile.js";
import {discardRest} from "../requests/discard.js";
import {readInvocation} from "../requests/invocation.js";
import {parseJsonBody} from "../requests/jsonBody.js";
import {type JsonRows, readRows} from "../requests/jsonRows.js";
import {untilAborted} from "../requests/requestLife.js";
import type {Service} from "./operations.js";
import {
  type AnswerQuery,
  answerQuery,
  answers,
  invocationAnswer,
  invocationBody,
  rowsBody,
  uploadBody
} from "./schemas.js";

interface PredictionRoute {
  Querystring: AnswerQuery;
}

/** What the work of a request goes on. */
interface Work {
  manifest: Manifest;
  session: ScoringSession;
  answer: Answer;
  admitted: Admitted;
  signal: AbortSignal;
}

/** The routes that predict: from a CSV file, from JSON rows, and as MLflow's scoring server does. */
export function predictionRoutes(server: FastifyInstance, service: Service): void {
  const {configuration, models, admission, metrics} = service;
  const {limits} = configuration;
  const {idColumn} = models.current.manifest;
  const rest = {bytes: limits.uploadBytes, seconds: limits.idleSeconds};
  const schema = {tags: ["inference"], querystring: answerQuery, response: answers(idColumn)};

  // Bodies are read by the routes themselves, when it is their turn.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", (_request, _payload, done) => done(null));

  server.post<PredictionRoute>(
    "/api/v1/classification/inference/uploadfile",
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
      predict(request, reply, negotiateFormat(request, request.query), (work) => scoreFile(request, work))
  );

  server.post<PredictionRoute>(
    "/api/v1/classification/inference/predict",
    {
      schema: {
        ...schema,
        operationId: "predict",
        summary: "Predict rows of JSON",
        description:
          "Each row is an object with the id and every feature of the model (`GET /api/v1/model` lists them); other " +
          "keys are ignored, null is a missing value, and categories are texts. One row may come without the array around it."
      },
      config: {documentedBody: rowsBody(models.current.manifest)}
    },
    (request, reply) =>
      predict(request, reply, negotiateFormat(request, request.query), (work) => scoreRows(request, work, readRows))
  );

  server.post<PredictionRoute>(
    "/invocations",
    {
      schema: {
        tags: ["inference"],
        operationId: "invocations",
        summary: "Predict as MLflow's scoring server does",
        description:
          "The probability of target 1 a row. JSON is `dataframe_split`, `dataframe_records`, `instances` or `inputs`, " +
          "with or without ids; `text/csv` needs the id column.",
        response: invocationAnswer
      },
      config: {documentedBody: invocationBody}
    },
    (request, reply) =>
      predict(request, reply, scoringServerFormat, (work) =>
        mediaTypeOf(request) === "text/csv" ? scoreFile(request, work) : scoreRows(request, work, readInvocation)
      )
  );

  async function scoreFile(
    request: FastifyRequest<PredictionRoute>,
    {manifest, session, answer, admitted, signal}: Work
  ): Promise<Finding[] | undefined> {
    const file = await openDataFile(request, limits, signal);
    const options = {
      manifest,
      session,
      onBlock: async (block: ScoredBlock) => {
        request.scoredRows += block.ids.length;
        if (request.scoredRows > limits.rows) throw tooManyRows(limits.rows);
        metrics.observeScores(block.probabilities);
        // A client that reads slowly holds no turn.
        admitted.endTurn();
        await answer.write(block, signal);
      },
      onProgress: ({bytes}: {bytes: number}) => {
        request.uploadedBytes = bytes;
      }
    };
    const chunks = inTurns(file, admitted);
    const checked = request.query.findings ? await scoreCheckedCsv(chunks, options) : undefined;
    if (checked === undefined) await scoreCsv(chunks, options);
    admitted.endTurn();
    // Of a form there may be more, and nobody reads an answer before having sent it.
    await discardRest(request.raw, rest);
    return checked?.findings;
  }

  async function scoreRows(
    request: FastifyRequest<PredictionRoute>,
    {manifest, session, answer, admitted, signal}: Work,
    read: (body: unknown, manifest: Manifest) => JsonRows
  ): Promise<Finding[] | undefined> {
    requireJson(request);
    const body = await readBody(request.raw, {maximum: limits.jsonBytes, admitted, signal});
    await admitted.takeTurn();
    const {ids, features, unseenCategories} = read(parseJsonBody(body), manifest);
    const probabilities = await session.run(features, ids.length);
    metrics.observeScores(probabilities);
    request.scoredRows = ids.length;
    await answer.write({ids, probabilities}, signal);
    if (!request.query.findings) return undefined;
    const checks = new InputChecks(manifest);
    checks.add({ids, features});
    return [...describeInput(checks.report), ...describeUnseen(unseenCategories)];
  }

  /** Does the work of a request, with one model from beginning to end. */
  async function predict(
    request: FastifyRequest<PredictionRoute>,
    reply: FastifyReply,
    format: AnswerFormat,
    score: (work: Work) => Promise<Finding[] | undefined>
  ): Promise<FastifyReply> {
    refuseCompressed(request);
    const {life, query} = request;
    const {signal} = life;
    life.limitTime(limits.requestSeconds);
    return admission.run(signal, async (admitted) => {
      await models.use(async ({manifest, session}) => {
        const {idColumn, threshold} = manifest;
        const answer = new Answer(reply, format, {...query, idColumn, threshold});
        const inTurn = {
          run: async (features: Float64Array, rows: number) => {
            await admitted.takeTurn();
            return untilAborted(signal, session.run(features, rows));
          }
        };
        try {
          answer.end(await score({manifest, session: inTurn, answer, admitted, signal}));
        } catch (error) {
          request.failure = error;
          await answer.fail(error, () => {
            admitted.endTurn();
            return discardRest(request.raw, rest);
          });
        }
      });
      admitted.endTurn();
      await untilSent(reply);
      return reply;
    });
  }
}

/** An answer that is still being sent takes memory. */
async function untilSent({raw}: FastifyReply): Promise<void> {
  if (raw.writableFinished || raw.destroyed) return;
  await new Promise<void>((resolve) => {
    raw.once("finish", resolve);
    raw.once("close", resolve);
  });
}

/** A file's chunks, each of which is handed on when it is the request's turn; none is held while the next is awaited. */
async function* inTurns(chunks: AsyncIterable<Uint8Array>, admitted: Admitted): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    await admitted.takeTurn();
    yield chunk;
    admitted.endTurn();
  }
}

function requireJson(request: FastifyRequest): void {
  if (/^application\/([\w.-]+\+)?json$/.test(mediaTypeOf(request))) return;
  throw new UserError("unsupported-media-type", "This address takes JSON: Content-Type should be application/json.");
}

function refuseCompressed({headers}: FastifyRequest): void {
  const encoding = headers["content-encoding"] ?? "identity";
  if (encoding.toLowerCase() === "identity") return;
  throw new UserError("unsupported-encoding", "Send the body as it is, without Content-Encoding.", {value: encoding});
}

function tooManyRows(rows: number): UserError {
  return new UserError("too-many-rows", `The file has more than ${rows.toLocaleString("en")} rows.`);
}
