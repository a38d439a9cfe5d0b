import {createHash} from "node:crypto";
import {mkdtemp, readdir, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, test} from "vitest";
import {writeDemo} from "../../../data-loaders/demo/writeDemo.js";
import {type DataFiles, dataByDigest, type WantedData} from "../../../data-loaders/provide/dataByDigest.js";
import {startHttpServer, type TestServer} from "../../fixtures/httpServer.js";

let folder: string;
let server: TestServer;
let requests: string[];
let authorizations: string[];
/** What the server has, by path. */
let offered: Map<string, Uint8Array>;
let wanted: WantedData & {test: string};

const digestOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "by-digest-"));
  await writeDemo(join(folder, "here", "raw"), {rows: 40});
  const read = (name: string) => readFile(join(folder, "here", "raw", name));
  const [train, test] = [await read("train.csv"), await read("test.csv")];
  offered = new Map([
    ["/raw/train.csv", train],
    ["/raw/test.csv", test]
  ]);
  wanted = {kind: "demo", train: digestOf(train), test: digestOf(test)};
  requests = [];
  authorizations = [];
  server = await startHttpServer(({url = "", headers: {authorization}}, answer) => {
    requests.push(url);
    if (authorization !== undefined) authorizations.push(authorization);
    const content = offered.get(url);
    answer.writeHead(content === undefined ? 404 : 200).end(content);
  });
});

afterEach(async () => {
  await server.close();
  await rm(folder, {recursive: true});
});

const find = (places: string[], what: WantedData = wanted): Promise<DataFiles> =>
  dataByDigest(what, places, {directory: join(folder, "fetched")});

test("a folder that has the files is taken as it is", async () => {
  const raw = join(folder, "here", "raw");
  expect(await find([join(folder, "here")])).toEqual({train: join(raw, "train.csv"), test: join(raw, "test.csv")});
});

test("files are fetched once from an address that has them, after places that have others", async () => {
  await writeDemo(join(folder, "other", "raw"), {rows: 40, seed: 7});
  const {train, test: testFile = ""} = await find([join(folder, "other"), `${server.address}raw`]);
  expect(digestOf(await readFile(train))).toBe(wanted.train);
  expect(digestOf(await readFile(testFile))).toBe(wanted.test);
  expect(requests).toEqual(["/raw/schema.json", "/raw/test.csv", "/raw/train.csv"]);
  expect(await find([`${server.address}raw`])).toEqual({train, test: testFile});
  expect(requests).toHaveLength(3);
});

test("what is other than wanted is refused with what is where, and not kept", async () => {
  offered.set("/raw/train.csv", new TextEncoder().encode("ID_code,target,var_0\na,0,1\n"));
  const places = [join(folder, "nowhere"), `${server.address}raw/`, `${server.address}empty/`];
  const error = find(places, {kind: "demo", train: wanted.train});
  await expect(error).rejects.toMatchObject({code: "data-not-found"});
  const other = digestOf(offered.get("/raw/train.csv") ?? new Uint8Array()).slice(0, 12);
  await expect(error).rejects.toThrow(
    `The training file of SHA-256 ${wanted.train.slice(0, 12)}… is not to be had here: ${join(folder, "nowhere")} has no raw/train.csv; train.csv at ${server.address}raw/ has ${other}…; ${server.address}empty/ has no train.csv. Give a folder or an address that has it with --data.`
  );
  expect(await readdir(join(folder, "fetched")).catch(() => [])).toEqual([]);
});

test("an address may have a user and password, which are told to nobody else", async () => {
  const address = server.address.replace("//", "//user:secret@");
  await expect(find([`${address}empty`])).rejects.toThrow(`${server.address}empty has no test.csv`);
  expect(authorizations).toEqual([`Basic ${btoa("user:secret")}`, `Basic ${btoa("user:secret")}`]);
});
