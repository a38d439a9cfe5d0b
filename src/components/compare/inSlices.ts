/** Longer than this the page would not answer to its reader. */
const sliceMilliseconds = 12;

/** Runs a computation that pauses to its end, and lets the page draw in between. @throws the signal's reason */
export async function inSlices<T>(steps: Generator<void, T>, signal: AbortSignal): Promise<T> {
  let start = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - start < sliceMilliseconds) continue;
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
    start = performance.now();
  }
}
