import type {IncomingMessage, ServerResponse} from "node:http";
import type {Limits} from "../settings/configuration.js";
import type {RequestLife} from "./requestLife.js";

interface Transfer {
  request: IncomingMessage;
  response: ServerResponse;
  life: RequestLife;
  received: number;
  sent: number;
  /** Seconds that the client may still keep the server waiting. */
  receiveCredit: number;
  sendCredit: number;
}

/**
 * Ends requests whose clients send or read too slowly. A client may keep the server waiting for the grace period; every
 * byte that moves buys it more time, at the minimum rate, up to the longest that it may be idle. Time in which the
 * server does not read, because others are computed first, does not count.
 */
export class TransferWatch {
  readonly #limits: Pick<Limits, "bytesPerSecond" | "graceSeconds" | "idleSeconds">;
  readonly #transfers = new Set<Transfer>();
  readonly #timer: NodeJS.Timeout;
  #checkedAt = performance.now();

  constructor(limits: Pick<Limits, "bytesPerSecond" | "graceSeconds" | "idleSeconds">) {
    this.#limits = limits;
    const period = Math.min(1, this.#firstCredit / 4);
    this.#timer = setInterval(() => this.#check(), period * 1000).unref();
  }

  watch(request: IncomingMessage, response: ServerResponse, life: RequestLife): void {
    const {socket} = request;
    const transfer = {
      request,
      response,
      life,
      received: socket.bytesRead,
      sent: socket.bytesWritten - socket.writableLength,
      receiveCredit: this.#firstCredit,
      sendCredit: this.#firstCredit
    };
    this.#transfers.add(transfer);
    response.once("close", () => this.#transfers.delete(transfer));
  }

  close(): void {
    clearInterval(this.#timer);
  }

  get #firstCredit(): number {
    return Math.min(this.#limits.graceSeconds, this.#limits.idleSeconds);
  }

  #check(): void {
    const now = performance.now();
    // A blocked event loop is no fault of the clients.
    const seconds = Math.min(1, (now - this.#checkedAt) / 1000);
    this.#checkedAt = now;
    for (const transfer of this.#transfers) this.#checkTransfer(transfer, seconds);
  }

  #checkTransfer(transfer: Transfer, seconds: number): void {
    const {request, response, life} = transfer;
    const {socket} = request;
    const received = socket.bytesRead;
    const sent = socket.bytesWritten - socket.writableLength;
    // What has arrived and is not read yet is not the client's to hurry.
    const isUnread = request.readableLength > 0;
    const awaitsClient = !request.complete && !isUnread;
    // Many clients read nothing before they have sent everything.
    const awaitsReader = socket.writableLength > 0 && (request.complete || isUnread);
    transfer.receiveCredit = this.#credit(transfer.receiveCredit, received - transfer.received, awaitsClient, seconds);
    transfer.sendCredit = this.#credit(transfer.sendCredit, sent - transfer.sent, awaitsReader, seconds);
    transfer.received = received;
    transfer.sent = sent;
    const {bytesPerSecond} = this.#limits;
    // A client that does not read its response would not read an error either.
    if (transfer.sendCredit < 0) socket.destroy();
    else if (transfer.receiveCredit < 0 && response.headersSent) socket.destroy();
    else if (transfer.receiveCredit < 0)
      life.expire(`The request came in slower than ${bytesPerSecond} bytes per second.`);
  }

  #credit(before: number, bytes: number, waited: boolean, seconds: number): number {
    const {bytesPerSecond, idleSeconds} = this.#limits;
    return Math.min(idleSeconds, before + bytes / bytesPerSecond - (waited ? seconds : 0));
  }
}
