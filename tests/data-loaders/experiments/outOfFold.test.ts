import {expect, test} from "vitest";
import {outOfFoldSummary} from "../../../data-loaders/experiments/outOfFold.js";

const read = (csv: string) => outOfFoldSummary(csv, {runName: "first", targetColumn: "target"});
const plain = "ID_code,kfold,target,probability\na,0,0,0.1\nb,1,1,0.7\nc,0,0,0.2\n";

test.each([
  ["an index column", ",ID_code,kfold,target,probability\n0,a,0,0,0.1\n1,b,1,1,0.7\n2,c,0,0,0.2\n"],
  ["columns in another order", "probability,target,ID_code\n0.1,0,a\n0.7,1,b\n0.2,0,c\n"],
  ["a byte order mark and decimals", "\uFEFFID_code,kfold,target,probability\na,0,0.0,0.1\nb,1,1.0,0.7\nc,0,0.0,0.2\n"]
])("with %s it says the same", (_, csv) => expect(read(csv)).toEqual(read(plain)));

test("of one class there is no curve", () => {
  expect(read(plain).roc?.truePositiveRate).toEqual([0, 1, 1, 1]);
  expect(read("target,probability\n0,0.1\n0,0.2\n")).not.toHaveProperty("roc");
});

test.each([
  ["", "no rows"],
  ["ID_code,target\na,0\n", "no column probability"],
  ["ID_code,label,probability\na,0,0.5\n", "no column target"],
  ["target,probability\n0,0.5\n1,nan\n", "probability in row 2 is not a probability"],
  ["target,probability\n0,\n", "probability in row 1"],
  ["target,probability\n2,0.5\n", "target in row 1 is not 0 or 1"]
])("%j is refused by what is wrong with it", (csv, message) => {
  expect(() => read(csv)).toThrow(
    expect.objectContaining({code: "damaged-run", message: expect.stringContaining(message)})
  );
});
