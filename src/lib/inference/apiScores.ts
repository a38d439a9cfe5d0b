import {UserError} from "../errors.js";
import {isRecord, parseDocument, readField, readList, readText} from "../json.js";
import {EndpointUnavailable} from "./fallback.js";

/** `src/data/inference.json` lists those that the predict page may ask, the first one first. */
export interface ApiAddress {
  name: string;
  /** An http(s) address, or one relative to the report's first page, such as `./`; ends with a slash. */
  address: string;
}

/** @throws UserError apis-not-json, apis-missing-field, apis-bad-field */
export function parseAddresses(text: string): ApiAddress[] {
  const json = parseDocument(text, {title: "The list of APIs", code: "apis"});
  return readList((at) => ({
    name: readField(at, "name", readText),
    address: readField(at, "address", readText)
  }))(json);
}

/** A file's scores as an inference API gives them; lists are by row. */
export interface ApiScores {
  ids: string[];
  /** Of target 1. */
  probabilities: Float32Array;
  /** By the API's own threshold. */
  predictions: Uint8Array;
  threshold: number;
  rows: number;
}

export interface ApiOptions {
  /** Where the API is; its paths follow. */
  address: URL;
  fetch?: typeof fetch;
  signal?: AbortSignal;
  /** Milliseconds in which it must say that it is ready; a whole file is not sent to one that is not. */
  readyTimeout?: number;
  /** Milliseconds in which the file must be sent and scored. */
  timeout?: number;
}

/** Statuses that are about the API's limits and state, not about the file. */
const unavailable = (status: number) => status >= 500 || [404, 408, 413, 429].includes(status);

/**
 * Has an API score a CSV file.
 * @throws UserError for a mistake in the file, as the API describes it
 * @throws EndpointUnavailable if the API cannot be reached, is not ready, too slow, or does not take a file like this
 */
export async function scoreByApi(file: Blob, options: ApiOptions): Promise<ApiScores> {
  const {readyTimeout = 3_000, timeout = 300_000} = options;
  await request("ready", {}, readyTimeout, options);
  const model: unknown = await request("api/v1/model", {}, readyTimeout, options);
  const form = new FormData();
  form.set("data_file", file, "upload.csv");
  const path = "api/v1/classification/inference/uploadfile?probability=true";
  const rows: unknown = await request(path, {method: "POST", body: form}, timeout, options);
  return readScores(model, rows);
}

async function request(
  path: string,
  init: RequestInit,
  timeout: number,
  {address, fetch: send = globalThis.fetch, signal}: ApiOptions
): Promise<unknown> {
  const limit = AbortSignal.timeout(timeout);
  let response: Response;
  let body: unknown;
  try {
    response = await send(new URL(path, address), {
      ...init,
      headers: {Accept: "application/json"},
      signal: signal ? AbortSignal.any([signal, limit]) : limit
    });
    body = await response.json();
  } catch (error) {
    signal?.throwIfAborted();
    if (limit.aborted) throw new EndpointUnavailable(`did not answer within ${timeout / 1000} s`);
    throw new EndpointUnavailable(error instanceof SyntaxError ? "is no inference API" : "could not be reached");
  }
  if (response.ok) return body;
  if (unavailable(response.status) || !isErrorData(body))
    throw new EndpointUnavailable(
      isErrorData(body) ? `refused: ${body.message}` : `answered with status ${response.status}`
    );
  throw UserError.fromJSON(body);
}

function readScores(model: unknown, rows: unknown): ApiScores {
  if (!isModel(model) || !Array.isArray(rows)) throw foreignAnswer();
  const ids: string[] = [];
  const probabilities = new Float32Array(rows.length);
  const predictions = new Uint8Array(rows.length);
  const list: unknown[] = rows;
  for (const [i, row] of list.entries()) {
    if (!isRecord(row)) throw foreignAnswer();
    const {[model.idColumn]: id, probability, target_pred: prediction} = row;
    if (typeof id !== "string" || typeof probability !== "number" || typeof prediction !== "number")
      throw foreignAnswer();
    ids.push(id);
    probabilities[i] = probability;
    predictions[i] = prediction;
  }
  return {ids, probabilities, predictions, threshold: model.threshold, rows: rows.length};
}

const foreignAnswer = () => new EndpointUnavailable("answered in a form that this report does not know");

const isErrorData = (value: unknown): value is {code: string; message: string} =>
  isRecord(value) && typeof value.code === "string" && typeof value.message === "string";

const isModel = (value: unknown): value is {idColumn: string; threshold: number} =>
  isRecord(value) && typeof value.idColumn === "string" && typeof value.threshold === "number";
