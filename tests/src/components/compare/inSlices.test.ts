import {expect, test} from "vitest";
import {inSlices} from "../../../../src/components/compare/inSlices.js";

/** Keeps the processor busy for some milliseconds a step. */
function* busy(steps: number): Generator<void, number> {
  for (let i = 0; i < steps; ++i) {
    const end = performance.now() + 5;
    while (performance.now() < end);
    yield;
  }
  return steps;
}

test("a long computation lets others run in between", async () => {
  let turns = 0;
  const timer = setInterval(() => ++turns, 1);
  expect(await inSlices(busy(20), new AbortController().signal)).toBe(20);
  clearInterval(timer);
  expect(turns).toBeGreaterThan(2);
});

test("it ends where it is no longer wanted", async () => {
  const controller = new AbortController();
  const computation = inSlices(busy(1000), controller.signal);
  controller.abort();
  await expect(computation).rejects.toThrow("aborted");
});
