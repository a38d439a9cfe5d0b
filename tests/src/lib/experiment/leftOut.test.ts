import {expect, test} from "vitest";
import {countLeftOut, describeLeftOut} from "../../../../src/lib/experiment/leftOut.js";

test("runs that are left out are counted by reason, and the first are named", () => {
  const others = Array.from({length: 7}, (_, i) => ({reason: "pruned" as const, name: `trial ${i}`}));
  const leftOut = countLeftOut([{reason: "failed", name: "typo"}, ...others]);
  expect(leftOut.map(({reason, count}) => [reason, count])).toEqual([
    ["failed", 1],
    ["pruned", 7]
  ]);
  expect(describeLeftOut(leftOut)).toBe(
    "Not shown: 1 run failed (typo); 7 runs pruned in a sweep (trial 0, trial 1, trial 2, trial 3, trial 4, and 2 more)."
  );
  expect(describeLeftOut([])).toBe("");
});
