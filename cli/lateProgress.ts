import {Progress} from "./progress.js";

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
