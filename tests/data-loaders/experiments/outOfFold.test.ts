import {expect, test} from "vitest";
import {foldsKeyOf, readOutOfFold, summarizeOutOfFold} from "../../../data-loaders/experiments/outOfFold.js";
import {foldsDigest, partition} from "../../../dataset/foldRows.js";

const source = {runName: "first", targetColumn: "target"};
const read = (csv: string) => summarizeOutOfFold(readOutOfFold(csv, source));
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

test("runs on the same rows in the same folds have the same key, and no others", () => {
  const key = (csv: string, foldScheme?: string[]) => readOutOfFold(csv, {...source, foldScheme}).foldsKey;
  const known = key(plain);
  expect(known).toMatch(/^[0-9a-f]{16}$/);
  expect(key(plain.replace("0.7", "0.6"))).toBe(known);
  expect(key(plain.replace("kfold", "fold").replaceAll("\n", "\r\n"))).toBe(known);
  expect(key("target,probability\n0,0.1\n")).toBeUndefined();
  const others = [plain.replace("b,1", "b,0"), plain.replace("c,0,0", "c,0,1"), plain.replace("a,", "d,")];
  const keys = [known, key(plain, ["repeated"]), ...others.map((csv) => key(csv))];
  expect(new Set(keys).size).toBe(keys.length);
});

test("predictions of a known file have the key of the sweeps that are on the same folds", () => {
  const folds = Uint8Array.of(0, 1, 0);
  const csv = "id,kfold,target,probability\na,0,0,0.1\nb,1,1,0.7\nc,0,0,0.2\n";
  const expected = foldsKeyOf("d1", foldsDigest(partition(folds)));
  expect(readOutOfFold(csv, {...source, dataDigest: "d1"}).foldsKey).toBe(expected);
  expect(readOutOfFold(csv, {...source, dataDigest: "d2"}).foldsKey).not.toBe(expected);
  // A row that is held out twice is in no partition.
  expect(readOutOfFold(`${csv}a,1,0,0.3\n`, {...source, dataDigest: "d1"}).foldsKey).not.toBe(expected);
});
