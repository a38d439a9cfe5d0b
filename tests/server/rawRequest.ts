import {connect, type Socket} from "node:net";

export interface RawAnswer {
  status: number;
  /** The whole answer, headers and all. */
  text: string;
}

/** A connection on which a test writes what it likes, and as slowly. */
export class RawRequest {
  readonly #socket: Socket;
  readonly #ended: Promise<void>;
  #text = "";

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk) => {
      this.#text += chunk.toString();
    });
    // A reset is an end as well: the tests look at what has come until then.
    socket.on("error", () => {});
    this.#ended = new Promise((resolve) => socket.once("close", () => resolve()));
  }

  static open(address: string): Promise<RawRequest> {
    const {hostname, port} = new URL(address);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname);
      socket.once("error", reject);
      socket.once("connect", () => resolve(new RawRequest(socket)));
    });
  }

  write(...pieces: string[]): void {
    this.#socket.write(pieces.join(""));
  }

  /** What has come so far. */
  get received(): string {
    return this.#text;
  }

  hangUp(): void {
    this.#socket.destroy();
  }

  /** What the server has answered when it closes the connection. */
  async answer(): Promise<RawAnswer> {
    await this.#ended;
    return {status: Number(/^HTTP\/1.1 (\d{3})/.exec(this.#text)?.[1] ?? 0), text: this.#text};
  }
}

/** The head of an upload, and of its file; the rest is up to the test. */
export function uploadHead(length: number | "chunked", {contentType = "multipart/form-data; boundary=b"} = {}): string {
  return [
    "POST /api/v1/classification/inference/uploadfile HTTP/1.1",
    "Host: localhost",
    "Connection: close",
    `Content-Type: ${contentType}`,
    length === "chunked" ? "Transfer-Encoding: chunked" : `Content-Length: ${length}`,
    "",
    ""
  ].join("\r\n");
}

export const partHead = '--b\r\nContent-Disposition: form-data; name="data_file"; filename="a.csv"\r\n\r\n';
