/** Longer than this the page would not answer to its reader. */
const sliceMilliseconds = 12;

/** Runs a computation that pauses to its end, and lets the page draw before and in between. @throws the signal's reason */
export async function inSlices<T>(steps: Generator<void, T>, signal: AbortSignal): Promise<T> {
  let end = 0;
  for (;;) {
    if (performance.now() >= end) {
      await new Promise((resolve) => setTimeout(resolve));
      signal.throwIfAborted();
      end = performance.now() + sliceMilliseconds;
    }
    const step = steps.next();
    if (step.done) return step.value;
  }
}
