import {createServer, type IncomingMessage, request, type ServerResponse} from "node:http";
import {setTimeout as wait} from "node:timers/promises";
import {RandomSource} from "../../../src/lib/random.js";
import {portOf} from "../../fixtures/httpServer.js";

/** What can go wrong on the way to a server, and how often; the rest passes. */
export type Fault = "cut before" | "reset after" | "500 before" | "500 after" | "delay" | "silence";

export interface FaultyProxyOptions {
  seed: number;
  shares: Partial<Record<Fault, number>>;
  /** Milliseconds of the longest delay. */
  longestDelay?: number;
}

/** Stands before a server, and lets requests and answers get lost at random. */
export class FaultyProxy implements AsyncDisposable {
  readonly #target: URL;
  readonly #options: FaultyProxyOptions;
  readonly #random: RandomSource;
  readonly #server = createServer((question, answer) => void this.#handle(question, answer));
  /** How often each fault has happened. */
  readonly counts: Record<Fault, number> = {
    "cut before": 0,
    "reset after": 0,
    "500 before": 0,
    "500 after": 0,
    delay: 0,
    silence: 0
  };
  requests = 0;
  /** Requests for these addresses are always answered with 500. */
  fails: (url: string) => boolean = () => false;

  private constructor(target: string, options: FaultyProxyOptions) {
    this.#target = new URL(target);
    this.#options = options;
    this.#random = new RandomSource(options.seed);
  }

  static async start(target: string, options: FaultyProxyOptions): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(target, options);
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get address(): string {
    return `http://127.0.0.1:${portOf(this.#server)}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(question: IncomingMessage, answer: ServerResponse): Promise<void> {
    this.requests += 1;
    const fault = this.fails(question.url ?? "") ? "500 before" : this.#draw();
    if (fault !== undefined) this.counts[fault] += 1;
    const chunks: Buffer[] = [];
    for await (const chunk of question) chunks.push(chunk);
    if (fault === "cut before") return void question.socket.destroy();
    if (fault === "silence") return;
    if (fault === "500 before") return void answer.writeHead(500).end("broken");
    if (fault === "delay") await wait(this.#random.uniform() * (this.#options.longestDelay ?? 1_000));
    const passed = await this.#pass(question, Buffer.concat(chunks));
    if (passed === undefined || fault === "reset after") return void question.socket.resetAndDestroy();
    if (fault === "500 after") return void answer.writeHead(502).end("<html>Bad gateway</html>");
    answer.writeHead(passed.status, passed.headers).end(passed.body);
  }

  #draw(): Fault | undefined {
    let place = this.#random.uniform();
    for (const [fault, share] of Object.entries(this.#options.shares)) {
      place -= share;
      if (place < 0) return isFault(fault) ? fault : undefined;
    }
    return undefined;
  }

  #pass(question: IncomingMessage, body: Buffer) {
    return new Promise<{status: number; headers: IncomingMessage["headers"]; body: Buffer} | undefined>((resolve) => {
      const {hostname, port} = this.#target;
      const {method, url, headers} = question;
      const passed = request({hostname, port, method, path: url, headers, agent: false}, async (response) => {
        const chunks: Buffer[] = [];
        try {
          for await (const chunk of response) chunks.push(chunk);
          resolve({status: response.statusCode ?? 500, headers: response.headers, body: Buffer.concat(chunks)});
        } catch {
          resolve(undefined);
        }
      });
      // The server may be down.
      passed.on("error", () => resolve(undefined));
      passed.end(body);
    });
  }
}

function isFault(name: string): name is Fault {
  return ["cut before", "reset after", "500 before", "500 after", "delay", "silence"].includes(name);
}
