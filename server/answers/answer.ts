import {once} from "node:events";
import {PassThrough, Readable} from "node:stream";
import type {FastifyReply} from "fastify";
import type {Finding} from "../../src/lib/scoring/findings.js";
import type {Scores} from "../../src/lib/scoring/results.js";
import {describeProblem} from "../requests/problem.js";
import type {AnswerFormat, AnswerOptions} from "./answerFormat.js";

/**
 * Scores of 500,000 rows: a client that sends its whole file before it reads the answer would wait forever for a
 * server that waits for it to read.
 */
const pendingBytes = 16_000_000;

/** Writes predictions to a client: block by block where the format streams, else all together at the end. */
export class Answer {
  readonly #reply: FastifyReply;
  readonly #format: AnswerFormat;
  readonly #options: AnswerOptions;
  readonly #waiting: string[];
  #stream: PassThrough | undefined;
  #first = true;

  constructor(reply: FastifyReply, format: AnswerFormat, options: AnswerOptions) {
    this.#reply = reply;
    this.#format = format;
    this.#options = options;
    this.#waiting = [format.begin(options)];
    reply
      .type(format.mediaType)
      .header("Vary", "Accept")
      .header("Content-Disposition", `attachment; filename="${format.fileName}"`);
  }

  /** Resolves when there is room for more. */
  async write(scores: Scores, signal: AbortSignal): Promise<void> {
    this.#waiting.push(this.#format.rows(scores, this.#options, this.#first));
    this.#first = false;
    if (!this.#format.streams) return;
    this.#stream ??= this.#begin();
    if (!this.#stream.write(this.#takeWaiting())) await once(this.#stream, "drain", {signal});
  }

  /** @param findings of the whole data, where they were asked for */
  end(findings?: readonly Finding[]): void {
    this.#waiting.push(this.#format.end(findings));
    if (this.#stream) this.#stream.end(this.#takeWaiting());
    else this.#sendWhole(this.#waiting.splice(0));
  }

  /**
   * Ends an answer that has begun so that nobody takes it for a complete one.
   * @param discardRest reads what the client still sends; before, it would not get the end of the answer
   * @throws the error if it has not begun
   */
  async fail(error: unknown, discardRest: () => Promise<unknown>): Promise<void> {
    if (this.#stream === undefined) {
      this.#reply.removeHeader("Content-Disposition");
      throw error;
    }
    const {status, body} = describeProblem(error);
    if (status < 499 && this.#format.failure) {
      this.#stream.write(this.#format.failure(body));
      await discardRest();
      this.#stream.end();
    } else this.#stream.destroy(error instanceof Error ? error : undefined);
  }

  /** Long ones in pieces: how fast a client reads shows from one piece to the next. */
  #sendWhole(pieces: string[]): void {
    if (pieces.length < 10) this.#reply.send(pieces.join(""));
    else this.#reply.send(Readable.from(pieces, {objectMode: false}));
  }

  #begin(): PassThrough {
    const stream = new PassThrough({highWaterMark: pendingBytes});
    this.#reply.send(stream);
    return stream;
  }

  #takeWaiting(): string {
    return this.#waiting.splice(0).join("");
  }
}
