import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, test} from "vitest";
import {writeDemo} from "../../../data-loaders/demo/writeDemo.js";
import {replaceWithCard, withCard} from "../../../data-loaders/provide/dataCard.js";
import {openData} from "../../../data-loaders/provide/ensureData.js";
import {importTable} from "../../../data-loaders/provide/importTable.js";
import {exists} from "../../../dataset/files.js";

let directory: string;
let card: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "card-"));
  card = join(directory, "card.md");
});
afterEach(() => rm(directory, {recursive: true}));

const take = (target = "answer", positive?: string, competition?: string) =>
  replaceWithCard(directory, () =>
    importTable(join(directory, "raw"), "tests/fixtures/tables/people.csv", {target, positive, competition})
  );
const demo = () => replaceWithCard(directory, () => writeDemo(join(directory, "raw"), {rows: 10}));

test("a table gets a card, which goes with it if nobody has changed it", async () => {
  expect((await take()).notice).toBeUndefined();
  expect(await readFile(card, "utf8")).toContain(
    "title: People\ndescription: 5 features of each row, and a target that is 1 where answer is yes.\nsource: people.csv\n"
  );
  await take("answer", "no");
  expect(await readFile(card, "utf8")).toContain("positive: no\n");
  await demo();
  expect(await exists(card)).toBe(false);
  expect((await openData(directory)).dataSource).not.toHaveProperty("card");
});

test("a card that somebody wrote stays, and says so where the data change", async () => {
  await take();
  await writeFile(card, "---\ntitle: Ours\ndescription: Theirs.\n---\n");
  expect((await take()).notice).toBeUndefined();
  expect((await take("answer", "no")).notice).toBe(`${card} was written for other data; see that it fits these.`);
  expect((await openData(directory)).dataSource.card).toEqual({title: "Ours", description: "Theirs."});
});

test("the data at hand are spoken of as their card says now, others as it came along", async () => {
  await take();
  const {dataSource} = await openData(directory);
  await writeFile(card, "---\ntitle: Later\ndescription: Changed.\n---\n");
  expect((await withCard(dataSource, directory)).card?.title).toBe("Later");
  const other = {...dataSource, digest: "0"};
  expect(await withCard(other, directory)).toBe(other);
  expect(await withCard(dataSource, join(directory, "nowhere"))).toBe(dataSource);
});

test("rows of another competition are not offered as a sample", async () => {
  await take("answer", undefined, "spaceship-titanic");
  expect((await openData(directory)).dataSource.card).toMatchObject({
    title: "Spaceship titanic",
    source: "https://www.kaggle.com/competitions/spaceship-titanic",
    sample: "made-up"
  });
});
