import {describe, it} from "vitest";

/**
 * `it` for a test that needs what not every machine has: where that is missing the test is skipped, with the reason in
 * its name, by which `npm test` lists it at the end.
 * @param what such as `real rows beside the checkout`
 */
export function itNeeds(
  what: string,
  isThere: boolean
): (name: string, run: () => unknown, milliseconds?: number) => void {
  return (name, run, milliseconds) =>
    it.skipIf(!isThere)(isThere ? name : `${name} (needs ${what})`, async () => void (await run()), milliseconds);
}

/** As `itNeeds`, for a group of tests. */
export function describeNeeds(what: string, isThere: boolean): (name: string, define: () => void) => void {
  return (name, define) => describe.skipIf(!isThere)(isThere ? name : `${name} (needs ${what})`, define);
}
