import {mkdtemp, readdir, rm, truncate, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, test} from "vitest";
import {readDataset} from "../../dataset/readDataset.js";

let directory: string;
let path: string;
let cacheDirectory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "cache-"));
  path = join(directory, "train.csv");
  cacheDirectory = join(directory, "cache");
});
afterEach(() => rm(directory, {recursive: true}));

const files = {
  training: "ID_code,target,x,y\na,0,1.5,\né,1,-2,0.1\n",
  test: "key,x\na,1\n",
  numbered: "key,1,target,0,__proto__\na,1,0,3,4\nb,2,1,5,6\n"
};

test.each(Object.entries(files))("a %s file comes back from the cache as it was read", async (_, text) => {
  await writeFile(path, text);
  const read = await readDataset(path, {cacheDirectory});
  let bytesRead = 0;
  const cached = await readDataset(path, {cacheDirectory, onProgress: (bytes) => (bytesRead = bytes)});
  expect(bytesRead).toBe(0);
  expect(cached).toEqual(read);
  expect(cached.columns[0].buffer).toBeInstanceOf(SharedArrayBuffer);
});

test("a file that changed is read anew", async () => {
  await writeFile(path, files.test);
  await readDataset(path, {cacheDirectory});
  await writeFile(path, "key,x\na,2\n");
  expect((await readDataset(path, {cacheDirectory})).columns[0][0]).toBe(2);
});

test("a damaged entry is made anew", async () => {
  await writeFile(path, files.training);
  const {digest} = await readDataset(path, {cacheDirectory});
  for (const length of [0, 10, 500]) {
    await truncate(join(cacheDirectory, `${digest}.arrow`), length);
    expect((await readDataset(path, {cacheDirectory})).ids).toEqual(["a", "é"]);
  }
});

test("the latest four are kept, and nothing else", async () => {
  for (let value = 0; value < 6; ++value) {
    await writeFile(path, `key,x\na,${value}\n`);
    await readDataset(path, {cacheDirectory});
  }
  expect(await readdir(cacheDirectory)).toHaveLength(4);
});
