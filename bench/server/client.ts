// A client in a process of its own, for `index.ts`: requests over plain sockets, written beforehand and read by their
// lengths, so that it costs little beside what it measures.

import {createReadStream} from "node:fs";
import {stat} from "node:fs/promises";
import {request as httpRequest} from "node:http";
import {connect, type Socket} from "node:net";
import process from "node:process";

/** Sends the same request again and again, so many at a time. */
export interface SmallTask {
  kind: "small";
  address: string;
  request: {method: string; path: string; type?: string; body: string};
  parallel: number;
  seconds: number;
  /** Whether a connection serves one request after the other, or one only. */
  keepAlive: boolean;
}

/** Sends one file. */
export interface FileTask {
  kind: "file";
  address: string;
  path: string;
  file: string;
}

export interface Measurement {
  /** Milliseconds of each request. */
  times: number[];
  seconds: number;
  /** Of the client's own processor time. */
  cpuSeconds: number;
  /** The last response's body. */
  answer: string;
}

const boundary = "b";
const partHead = `--${boundary}\r\nContent-Disposition: form-data; name="data_file"; filename="rows.csv"\r\nContent-Type: text/csv\r\n\r\n`;
const partTail = `\r\n--${boundary}--\r\n`;

/** The text of an HTTP/1.1 request that uploads `body`, or of one without a body. */
function requestText({address, request: {method, path, body}, keepAlive}: SmallTask): Buffer {
  const form = method === "POST" ? partHead + body + partTail : "";
  const head = [
    `${method} ${path} HTTP/1.1`,
    `Host: ${new URL(address).host}`,
    `Connection: ${keepAlive ? "keep-alive" : "close"}`,
    ...(method === "POST"
      ? [`Content-Type: multipart/form-data; boundary=${boundary}`, `Content-Length: ${Buffer.byteLength(form)}`]
      : [])
  ];
  return Buffer.from(`${head.join("\r\n")}\r\n\r\n${form}`);
}

/** One connection at a time, on which a request follows the response to the one before. */
class Connection {
  readonly #address: URL;
  readonly #keepAlive: boolean;
  #socket: Socket | undefined;
  #received = "";
  #done: ((error?: Error) => void) | undefined;

  constructor(address: string, keepAlive: boolean) {
    this.#address = new URL(address);
    this.#keepAlive = keepAlive;
  }

  /** @returns the response's body */
  send(request: Buffer): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#received = "";
      this.#done = (error) => {
        this.#done = undefined;
        if (!this.#keepAlive) this.end();
        if (error === undefined) resolve(this.#received.slice(this.#received.indexOf("\r\n\r\n") + 4));
        else reject(error);
      };
      this.#socket ??= this.#open();
      this.#socket.write(request);
    });
  }

  end(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  #open(): Socket {
    const socket = connect({port: Number(this.#address.port), host: this.#address.hostname, noDelay: true});
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => this.#receive(text));
    socket.on("error", (error) => this.#done?.(error));
    socket.on("close", () => {
      if (socket === this.#socket) this.#done?.(new Error("The server closed the connection."));
    });
    return socket;
  }

  #receive(text: string): void {
    this.#received += text;
    const headEnd = this.#received.indexOf("\r\n\r\n");
    if (headEnd < 0) return;
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(this.#received.slice(0, headEnd))?.[1]);
    if (this.#received.length < headEnd + 4 + length) return;
    const isRight = this.#received.startsWith("HTTP/1.1 200") && this.#received.length === headEnd + 4 + length;
    this.#done?.(isRight ? undefined : new Error(`The server answered ${this.#received}`));
  }
}

async function sendSmall(task: SmallTask): Promise<Omit<Measurement, "cpuSeconds">> {
  const request = requestText(task);
  const times: number[] = [];
  let answer = "";
  const start = performance.now();
  const end = start + task.seconds * 1000;
  const client = async () => {
    const connection = new Connection(task.address, task.keepAlive);
    for (let now = performance.now(); now < end; ) {
      const sent = now;
      answer = await connection.send(request);
      now = performance.now();
      times.push(now - sent);
    }
    connection.end();
  };
  await Promise.all(Array.from({length: task.parallel}, client));
  return {times, seconds: (performance.now() - start) / 1000, answer};
}

async function sendFile({address, path, file}: FileTask): Promise<Omit<Measurement, "cpuSeconds">> {
  const {size} = await stat(file);
  const start = performance.now();
  const answer = await new Promise<string>((resolve, reject) => {
    const headers = {
      "Content-Type": `multipart/form-data; boundary=${boundary}`,
      "Content-Length": partHead.length + size + partTail.length
    };
    const request = httpRequest(address + path, {method: "POST", headers}, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("error", reject);
      response.once("end", () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`The server answered ${response.statusCode}: ${text}`));
      });
    });
    request.once("error", reject);
    request.write(partHead);
    const content = createReadStream(file, {highWaterMark: 2 ** 18});
    content.once("error", reject);
    content.once("end", () => request.end(partTail));
    content.pipe(request, {end: false});
  });
  const milliseconds = performance.now() - start;
  return {times: [milliseconds], seconds: milliseconds / 1000, answer};
}

process.on("message", async (task: SmallTask | FileTask) => {
  const cpu = process.cpuUsage();
  const measured = await (task.kind === "small" ? sendSmall(task) : sendFile(task));
  const {user, system} = process.cpuUsage(cpu);
  process.send?.({...measured, cpuSeconds: (user + system) / 1e6});
});
process.send?.("ready");
