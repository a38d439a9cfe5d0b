import type {FastifyInstance} from "fastify";
import {RequestLife} from "../requestLife.js";
import {Answer} from "../results/answer.js";
import {negotiateFormat} from "../results/negotiate.js";
import {readRows} from "../upload/jsonRows.js";
import {type AnswerQuery, answerQuery, answers, rowsBody} from "./schemas.js";
import type {Service} from "./service.js";

/** `POST …/predict`: rows as JSON objects in, a prediction a row out. */
export function predictRoute(server: FastifyInstance, {configuration, models, admission, metrics}: Service): void {
  const {limits} = configuration;
  const {idColumn} = models.current.manifest;
  server.post<{Querystring: AnswerQuery; Body: unknown}>(
    "/classification/inference/predict",
    {
      schema: {
        operationId: "predict",
        summary: "Predict rows of JSON",
        description:
          "Each row is an object with the id and every feature of the model (`GET /api/v1/model` lists them); other " +
          "keys are ignored, and null is a missing value.",
        tags: ["inference"],
        querystring: answerQuery,
        response: answers(idColumn)
      },
      config: {documentedBody: rowsBody(idColumn)},
      bodyLimit: limits.jsonBytes
    },
    async (request, reply) => {
      const format = negotiateFormat(request.headers.accept);
      const life = new RequestLife(request, reply, limits);
      const {signal} = life;
      return admission.run(signal, () =>
        models.use(async ({manifest, session}) => {
          life.watchIdleness();
          const {ids, features} = readRows(request.body, manifest);
          const probabilities = await session.run(features, ids.length);
          metrics.scored(probabilities);
          request.scoredRows = ids.length;
          const {threshold} = manifest;
          const options = {idColumn: manifest.idColumn, threshold, probability: request.query.probability};
          const answer = new Answer(reply, format, options);
          await answer.write({ids, probabilities}, signal);
          answer.end();
          return reply;
        })
      );
    }
  );
}
