import {mkdir, mkdtemp, readdir, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, test} from "vitest";
import {Dataset} from "../../dataset/dataset.js";
import {ensureFolds, makeFolds, readFolds, writeFolds} from "../../dataset/foldsFile.js";

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
  await writeFolds(path, dataset, {assignments: Uint8Array.of(0, 1, 1, 0)});
  expect(await readFile(path, "utf8")).toBe('ID_code,kfold\na,0\nb,1\n"c,d",1\ne,0\n');
  expect(await readFolds(path, dataset)).toEqual({folds: 2, assignments: Uint8Array.of(0, 1, 1, 0)});
  expect(await readdir(directory)).toEqual(["folds.csv"]);
});

test.each([
  ["in another order", 'ID_code,kfold\r\ne,1\r\n"c,d",1\r\nb,0\r\na,0\r\n'],
  ["with a byte order mark", '\uFEFFID_code,kfold\na,0\nb,0\n"c,d",1\ne,1\n'],
  ["with the index that pandas writes", ',ID_code,kfold\n0,a,0\n1,b,0\n2,"c,d",1\n3,e,1\n'],
  ["with decimals", 'ID_code,kfold\na,0.0\nb,0.0\n"c,d",1.0\ne,1.\n'],
  ["with quotes", '"ID_code","kfold"\n"a","0"\n"b","0"\n"c,d","1"\n"e","1"\n'],
  ["with blanks", 'ID_code, kfold\na, 0\nb, 0 \n"c,d", 1\ne,1\n'],
  ["with blank rows, as Excel leaves them", 'ID_code,kfold\na,0\nb,0\n\n"c,d",1\ne,1\n,\n\n\n'],
  ["with semicolons", "ID_code;kfold\na;0\nb;0\nc,d;1\ne;1\n"],
  ["with another name and its columns turned round", 'fold,ID_code\n0,a\n0,b\n1,"c,d"\n1,e\n'],
  ["in the whole table", 'ID_code,target,kfold,x\na,0,0,1\nb,1,0,2\n"c,d",0,1,3\ne,1,1,4\n']
])("folds are read %s", async (_, text) => {
  await writeFile(path, text);
  expect(await readFolds(path, dataset)).toEqual({folds: 2, assignments: Uint8Array.of(0, 0, 1, 1)});
});

test("folds are made where there are none, and kept where there are some", async () => {
  const made = await ensureFolds(dataset, {directory, folds: 2});
  expect(made.folds).toBe(2);
  await writeFolds(path, dataset, {assignments: Uint8Array.of(1, 1, 0, 0)});
  expect((await ensureFolds(dataset, {directory, folds: 2})).assignments).toEqual(Uint8Array.of(1, 1, 0, 0));
});

const whole = (...folds: (string | number)[]) =>
  ["ID_code,kfold", ...["a", "b", '"c,d"', "e"].map((id, i) => `${id},${folds[i]}`)].join("\n");

test.each([
  [
    "other columns",
    "id,fold,x\na,0,0\n",
    "folds-malformed",
    "has no column `ID_code`. Its first row is `id`, `fold`, `x`."
  ],
  ["no header", "a,0\nb,0\n", "folds-malformed", "has no column `ID_code`. Its first row is `a`, `0`."],
  ["no folds", "ID_code,target,x\na,0,0\n", "folds-malformed", "has no column `kfold`."],
  ["nothing", "", "folds-malformed", "is empty."],
  [
    "a missing row",
    "ID_code,kfold\na,0\nb,1\ne,0\n",
    "folds-mismatch",
    "has no fold for `c,d`, row 3 of the training file."
  ],
  ["an unknown id", `${whole(0, 0, 1, 1)}\nf,0`, "folds-mismatch", "has `f`, which is not in the training file."],
  ["an id twice", "ID_code,kfold\na,0\n\na,1\n", "folds-mismatch", "has `a` twice, in rows 1 and 2."],
  [
    "no number",
    whole(0, 0, "one", 1),
    "folds-malformed",
    "has `one` as its fold; folds are whole numbers from 0, or `train`"
  ],
  ["a negative number", whole(0, -2, 0, 1), "folds-malformed", "has `-2` as its fold"],
  ["a part of a fold", whole(0, 0, 1.5, 1), "folds-malformed", "has `1.5` as its fold"],
  ["a gap in the numbers", whole(0, 2, 0, 2), "folds-malformed", "Fold 1 of"],
  ["numbers from 1", whole(1, 1, 2, 2), "folds-malformed", "Fold 0 of"],
  ["one fold", whole(0, 0, 0, 0), "folds-malformed", "there must be two folds or more."],
  [
    "a fold of one class",
    whole(0, 1, 0, 1),
    "fold-one-class",
    "has no row with target 1. Every fold needs rows of both targets"
  ],
  ["a ragged row", "ID_code,kfold\na,0\nb,1,2\n", "folds-malformed", "has 3 cells, but the header has 2."]
])("a file with %s is refused", async (_, text, code, message) => {
  await writeFile(path, text);
  await expect(readFolds(path, dataset)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message),
    place: {file: path}
  });
});

test.each([
  ["a", "Rows 1 and 4 of the training file have the same id, `a`."],
  ["", "Rows 3 and 4 of the training file have no id."]
])("a training file that has the id “%s” twice gets no folds", async (id, message) => {
  const ids = ["a", "b", "", id];
  const refusal = {
    code: "training-duplicate-id",
    message: expect.stringContaining(message),
    place: {file: "train.csv", row: 4, column: "ID_code"}
  };
  const twice = new Dataset({...dataset, ids});
  await expect(makeFolds(twice, {directory, file: "train.csv", folds: 2})).rejects.toMatchObject(refusal);
  expect(await readdir(directory)).toEqual([]);
  await writeFile(path, whole(0, 0, 1, 1));
  await expect(ensureFolds(twice, {directory, file: "train.csv"})).rejects.toMatchObject(refusal);
});

test("a missing file names the command that makes it", async () => {
  await expect(readFolds(path, dataset)).rejects.toMatchObject({
    code: "file-missing",
    message: `There is no ${path}; \`npm run kfolds\` makes it.`
  });
});

test("a folder in the place of the file is said to be one", async () => {
  await mkdir(path);
  await expect(readFolds(path, dataset)).rejects.toMatchObject({code: "file-in-the-way", place: {file: path}});
  await expect(makeFolds(dataset, {directory, folds: 2})).rejects.toMatchObject({code: "file-in-the-way"});
  expect(await readdir(directory)).toEqual(["folds.csv"]);
});
