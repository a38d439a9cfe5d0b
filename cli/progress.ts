import process from "node:process";
import {RemainingTime} from "./remainingTime.js";

export interface ProgressOptions {
  /** What `report` counts up to, if it is known. */
  total?: number;
  /** What was done before, such as by an interrupted download; rate and time left are of the rest. */
  from?: number;
  /** What is counted: `bytes`, or a noun in the plural such as `iterations`. */
  unit?: string;
  /** Where it is written. */
  stream?: ProgressStream;
  /** Milliseconds of a clock. */
  now?: () => number;
}

export interface ProgressStream {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

const silence = 1_000;
const betweenFrames = 100;
const betweenLines = 10_000;
const barWidth = 24;

/**
 * Shows how far a piece of work is: a bar in a terminal, a plain line every ten seconds elsewhere, nothing at all for
 * work of under a second. Reporting is cheap; call it as often as you like.
 *
 *     using progress = new Progress("Reading train.csv", {total: bytes, unit: "bytes"});
 *     progress.report(bytesRead);
 */
export class Progress implements Disposable {
  readonly #title: string;
  readonly #unit: string;
  readonly #stream: ProgressStream;
  readonly #now: () => number;
  readonly #start: number;
  readonly #from: number;
  readonly #remaining: RemainingTime;
  #total: number | undefined;
  #done = 0;
  #note = "";
  #next: number;
  #shown = false;
  #ended = false;

  constructor(
    title: string,
    {total, from = 0, unit = "", stream = process.stderr, now = () => performance.now()}: ProgressOptions = {}
  ) {
    this.#title = title;
    this.#total = total;
    this.#from = from;
    this.#remaining = new RemainingTime(from);
    this.#unit = unit;
    this.#stream = stream;
    this.#now = now;
    this.#start = now();
    this.#next = this.#start + silence;
  }

  /** @param done in all, not since the last report */
  report(done: number, {total = this.#total, note = this.#note}: {total?: number; note?: string} = {}): void {
    this.#done = done;
    this.#total = total;
    this.#note = note;
    const now = this.#now();
    this.#remaining.report(now, done, total);
    if (this.#ended || now < this.#next) return;
    this.#shown = true;
    if (this.#stream.isTTY) {
      // One cell short of the edge, as terminals wrap at it.
      this.#stream.write(`\r\x1b[K${this.#line(now).slice(0, (this.#stream.columns ?? 80) - 1)}`);
      this.#next = now + betweenFrames;
    } else {
      this.#stream.write(`${this.#line(now)}\n`);
      this.#next = now + betweenLines;
    }
  }

  /** Says how long it took, if it was shown at all. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (!this.#shown) return;
    const clear = this.#stream.isTTY ? "\r\x1b[K" : "";
    const amount = this.#unit === "" ? "" : `${formatAmount(this.#done, this.#unit)} in `;
    this.#stream.write(`${clear}${this.#title}: ${amount}${formatDuration(this.#now() - this.#start)}\n`);
  }

  /** Takes the bar away without a closing line, for work that failed. */
  [Symbol.dispose](): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#shown && this.#stream.isTTY) this.#stream.write("\r\x1b[K");
  }

  #line(now: number): string {
    const elapsed = now - this.#start;
    const fresh = Math.max(0, this.#done - this.#from);
    const total = this.#total;
    const parts: string[] = [];
    let bar = "";
    if (total !== undefined && total > 0) {
      const share = Math.min(1, this.#done / total);
      const filled = Math.round(share * barWidth);
      if (this.#stream.isTTY) bar = ` ${"█".repeat(filled)}${"░".repeat(barWidth - filled)}`;
      parts.push(`${Math.floor(share * 100)} %`);
      const remaining = share < 1 ? this.#remaining.at(now) : undefined;
      if (remaining !== undefined) parts.push(`${formatDuration(remaining)} left`);
    }
    if (this.#unit === "bytes") parts.push(`${formatAmount((fresh / elapsed) * 1000, "bytes")}/s`);
    else if (this.#unit !== "") parts.push(formatAmount(this.#done, this.#unit));
    if (this.#note !== "") parts.push(this.#note);
    return `${this.#title}${bar}  ${parts.join(", ")}`;
  }
}

/** Progress in bytes whose total and beginning are known only when the first bytes are there. */
export class LateProgress implements Disposable {
  readonly #title: string;
  #progress: Progress | undefined;

  constructor(title: string) {
    this.#title = title;
  }

  report(done: number, total: number | undefined, from = 0): void {
    this.#progress ??= new Progress(this.#title, {total, from, unit: "bytes"});
    this.#progress.report(done, {total});
    if (done === total) this.#progress.end();
  }

  [Symbol.dispose](): void {
    this.#progress?.[Symbol.dispose]();
  }
}

/** `12.3 MB`, `1,500 iterations`. */
export function formatAmount(amount: number, unit: string): string {
  if (unit !== "bytes") return `${Math.round(amount).toLocaleString("en")} ${unit}`;
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let power = 0;
  let scaled = amount;
  while (scaled >= 999.5 && power < units.length - 1) {
    scaled /= 1000;
    ++power;
  }
  return `${scaled.toFixed(power > 0 && scaled < 99.95 ? 1 : 0)} ${units[power]}`;
}

/** `0.4 s`, `42 s`, `3 min 5 s`, `1 h 2 min`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 9_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}
