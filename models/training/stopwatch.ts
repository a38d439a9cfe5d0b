/** Milliseconds from one lap to the next. */
export class Stopwatch {
  #last = performance.now();

  lap(): number {
    const now = performance.now();
    const lap = now - this.#last;
    this.#last = now;
    return lap;
  }
}
