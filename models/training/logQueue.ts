/** Writes one after the other, in the order in which they were asked for, while the caller goes on. */
export class LogQueue {
  readonly #onFailure: (error: unknown) => void;
  #last: Promise<void> = Promise.resolve();
  #failure: {error: unknown} | undefined;

  /** @param onFailure called with the first write that fails; what follows it is not written */
  constructor(onFailure: (error: unknown) => void) {
    this.#onFailure = onFailure;
  }

  add(write: () => Promise<void>): void {
    this.#last = this.#last.then(async () => {
      if (this.#failure !== undefined) return;
      try {
        await write();
      } catch (error) {
        this.#failure = {error};
        this.#onFailure(error);
      }
    });
  }

  /** Waits until all is written. @throws what the first failed write threw */
  async settle(): Promise<void> {
    await this.#last;
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
