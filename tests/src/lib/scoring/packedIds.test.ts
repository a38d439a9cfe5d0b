import {expect, test} from "vitest";
import {packIds, unpackIds, unpackInSteps} from "../../../../src/lib/scoring/packedIds.js";

test.each([
  ["none", []],
  ["any characters, and no characters", ["", "a", "é", "\ufeffx", "😀", "", "a,b\nc", ""]],
  ["many", Array.from({length: 120_001}, (_, row) => `test_${row}`)]
])("ids come out as they went in: %s", async (_, ids) => {
  const packed = packIds(ids);
  expect(unpackIds(packed)).toEqual(ids);
  expect(await unpackInSteps(packed)).toEqual(ids);
});
