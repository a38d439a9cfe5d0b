import {createHash} from "node:crypto";
import {expect, test} from "vitest";
import {type DemoFile, demoCsv} from "../../../data-loaders/demo/demoCsv.js";

function text(file: DemoFile): string {
  return [...demoCsv(file)].map(({bytes}) => new TextDecoder().decode(bytes)).join("");
}

function sha256(file: DemoFile): string {
  return createHash("sha256").update(text(file)).digest("hex");
}

test("the same seed gives the same bytes on every machine", () => {
  expect(sha256({name: "train", rows: 100, seed: 42})).toMatchInlineSnapshot(
    `"cd12b070c1565710922fec0ee1f5a0465131f954221b6ec2389a812ca7c7b403"`
  );
  expect(sha256({name: "test", rows: 100, seed: 42})).toMatchInlineSnapshot(
    `"7ad6c7cfd4512d9f561c45cca53e7554c21ea4030bf23576f6796aa690fe62b4"`
  );
});

test("the default files are those that the recorded runs were made from", () => {
  expect(sha256({name: "train", rows: 20_000, seed: 42})).toBe(
    "1e6a565e9a55dac6d6be68e16ca9d915fac95bf8a2666ec7b97a64f8e4dd76ce"
  );
});

test("a smaller file is the beginning of a larger one", () => {
  const small = text({name: "train", rows: 10, seed: 42});
  expect(text({name: "train", rows: 1000, seed: 42}).startsWith(small)).toBe(true);
});

test("columns and ids are those of Kaggle's files", () => {
  const [header, first] = text({name: "train", rows: 1, seed: 42}).split("\n");
  expect(header).toBe(["ID_code", "target", ...Array.from({length: 200}, (_, i) => `var_${i}`)].join());
  expect(first.split(",")[0]).toBe("train_0");
  const [testHeader, testFirst] = text({name: "test", rows: 1, seed: 42}).split("\n");
  expect(testHeader).toBe(["ID_code", ...Array.from({length: 200}, (_, i) => `var_${i}`)].join());
  expect(testFirst.split(",")[0]).toBe("test_0");
});

test("numbers are spelled as JavaScript and pandas do, with at most four decimals", () => {
  const cells = text({name: "test", rows: 200, seed: 42})
    .split("\n")
    .slice(1, -1)
    .flatMap((line) => line.split(",").slice(1));
  expect(cells).toHaveLength(40_000);
  expect(cells.filter((cell) => String(Number(cell)) !== cell && cell !== "-0")).toEqual([]);
  expect(cells.filter((cell) => (cell.split(".")[1] ?? "").length > 4)).toEqual([]);
});

test("train and test of a seed, and two seeds, share no rows", () => {
  const values = (file: DemoFile) => text(file).split("\n")[1].split(",").slice(-200).join();
  expect(values({name: "test", rows: 1, seed: 42})).not.toBe(values({name: "train", rows: 1, seed: 42}));
  expect(values({name: "test", rows: 1, seed: 43})).not.toBe(values({name: "test", rows: 1, seed: 42}));
});
