import {mkdtemp, readdir, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, test} from "vitest";
import {Dataset} from "../../dataset/dataset.js";
import {ensureFolds, readFolds, writeFolds} from "../../dataset/foldsFile.js";

let directory: string;
let path: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "folds-"));
  path = join(directory, "folds.csv");
});
afterEach(() => rm(directory, {recursive: true}));

const dataset = new Dataset({
  schema: {idColumn: "ID_code", targetColumn: "target", features: ["x"]},
  ids: ["a", "b", "c,d", "e"],
  target: Uint8Array.of(0, 1, 0, 1),
  columns: [Float64Array.of(1, 2, 3, 4)],
  digest: "0"
});

test("what is written is read back, whatever the ids hold", async () => {
  await writeFolds(path, dataset, Uint8Array.of(0, 1, 1, 0));
  expect(await readFile(path, "utf8")).toBe('ID_code,kfold\na,0\nb,1\n"c,d",1\ne,0\n');
  expect(await readFolds(path, dataset)).toEqual({folds: 2, assignments: Uint8Array.of(0, 1, 1, 0)});
  expect(await readdir(directory)).toEqual(["folds.csv"]);
});

test("rows may be in any order", async () => {
  await writeFile(path, 'ID_code,kfold\r\ne,1\r\n"c,d",1\r\nb,0\r\na,0\r\n');
  expect((await readFolds(path, dataset)).assignments).toEqual(Uint8Array.of(0, 0, 1, 1));
});

test("folds are made where there are none, and kept where there are some", async () => {
  const made = await ensureFolds(dataset, {directory, folds: 2});
  expect(made.folds).toBe(2);
  await writeFolds(path, dataset, Uint8Array.of(1, 1, 0, 0));
  expect((await ensureFolds(dataset, {directory, folds: 2})).assignments).toEqual(Uint8Array.of(1, 1, 0, 0));
});

test.each([
  ["another header", "id,fold\na,0\n", "folds-malformed"],
  ["nothing", "", "folds-malformed"],
  ["a missing row", "ID_code,kfold\na,0\nb,1\ne,0\n", "folds-mismatch"],
  ["an unknown id", 'ID_code,kfold\na,0\nb,1\n"c,d",1\nf,0\n', "folds-mismatch"],
  ["an id twice", "ID_code,kfold\na,0\na,1\n", "folds-mismatch"],
  ["no number", 'ID_code,kfold\na,0\nb,one\n"c,d",1\ne,0\n', "folds-malformed"],
  ["a gap in the numbers", 'ID_code,kfold\na,0\nb,2\n"c,d",0\ne,2\n', "folds-malformed"],
  ["a ragged row", 'ID_code,kfold\na,0\nb,1,2\n"c,d",0\ne,2\n', "folds-malformed"]
])("a file with %s is refused", async (_, text, code) => {
  await writeFile(path, text);
  await expect(readFolds(path, dataset)).rejects.toMatchObject({code, place: {file: path}});
});

test("a missing file names the command that makes it", async () => {
  await expect(readFolds(path, dataset)).rejects.toMatchObject({
    code: "file-missing",
    message: `There is no ${path}; \`npm run kfolds\` makes it.`
  });
});
