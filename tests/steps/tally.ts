/** How a step of `npm test` ended, in tests; a step without tests of its own counts as one. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

export const onePassed: Tally = {passed: 1, failed: 0, skipped: 0};
export const oneFailed: Tally = {passed: 0, failed: 1, skipped: 0};

export function sum(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((total, {passed}) => total + passed, 0),
    failed: tallies.reduce((total, {failed}) => total + failed, 0),
    skipped: tallies.reduce((total, {skipped}) => total + skipped, 0)
  };
}

/** `12 passed, 0 failed, 1 skipped`: the closing line, which machines read. */
export function describeTally({passed, failed, skipped}: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
