import {expect, test} from "vitest";
import {countLeftOut, describeLeftOut} from "../../../../src/lib/experiment/leftOut.js";

test("runs that are left out are counted by reason, and the first are named", () => {
  const others = Array.from({length: 7}, (_, i) => ({reason: "otherData" as const, name: `trial ${i}`}));
  const leftOut = countLeftOut([{reason: "failed", name: "typo"}, ...others]);
  expect(leftOut.map(({reason, count}) => [reason, count])).toEqual([
    ["otherData", 7],
    ["failed", 1]
  ]);
  expect(describeLeftOut(leftOut)).toBe(
    "Not shown: 7 runs on other data (trial 0, trial 1, trial 2, trial 3, trial 4, and 2 more); 1 run failed (typo)."
  );
  expect(describeLeftOut([])).toBe("");
});
