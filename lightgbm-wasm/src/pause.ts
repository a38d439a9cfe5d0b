/** Lets a long computation give way to other events, such as a click on "cancel", every now and then. */
export class Pause implements Disposable {
  readonly #channel = new MessageChannel();
  #last = performance.now();

  /** True if the last pause was long enough ago. */
  get isDue(): boolean {
    return performance.now() - this.#last > 50;
  }

  async take(): Promise<void> {
    const {port1, port2} = this.#channel;
    // A message comes back at once, while browsers hold back a timer for milliseconds.
    await new Promise((resolve) => {
      port1.onmessage = resolve;
      port2.postMessage(undefined);
    });
    this.#last = performance.now();
  }

  [Symbol.dispose](): void {
    this.#channel.port1.close();
  }
}
