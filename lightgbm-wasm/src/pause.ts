/** Lets a long computation give way to other events, such as a click on "cancel", every now and then. */
export class Pause implements Disposable {
  readonly #channel = typeof setImmediate === "function" ? undefined : new MessageChannel();
  #last = performance.now();

  /** True if the last pause was long enough ago. */
  get isDue(): boolean {
    return performance.now() - this.#last > 50;
  }

  async take(): Promise<void> {
    await new Promise<void>((resolve) => {
      // Node looks at its sockets and signals before an immediate, but not between two messages.
      if (this.#channel === undefined) return void setImmediate(resolve);
      // A message comes back at once, while browsers hold back a timer for milliseconds.
      const {port1, port2} = this.#channel;
      port1.onmessage = () => resolve();
      port2.postMessage(undefined);
    });
    this.#last = performance.now();
  }

  [Symbol.dispose](): void {
    this.#channel?.port1.close();
  }
}
