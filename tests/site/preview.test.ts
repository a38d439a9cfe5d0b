import {cp, mkdtemp, rm, stat, writeFile} from "node:fs/promises";
import {createServer} from "node:net";
import {join} from "node:path";
import {afterAll, beforeAll, expect, it, vi} from "vitest";
import {previewPages} from "../../site/framework.js";

const ended = new AbortController();
let project: string;
let address: string;
let preview: Promise<void>;
beforeAll(async () => {
  // Inside the repository, as Framework looks for packages in the folders above a site.
  const folder = await mkdtemp(join("tests", "fixtures", ".preview-"));
  await cp("tests/fixtures/sites", folder, {recursive: true});
  project = join(folder, "sound");
  const port = await freePort();
  address = `http://127.0.0.1:${port}`;
  const loaders = {"data/input.json": {files: ["input.json"]}};
  preview = previewPages({project, port, loaders, quiet: true, signal: ended.signal});
  await vi.waitFor(() => fetch(address), {timeout: 60_000, interval: 100});
});
afterAll(async () => {
  ended.abort();
  await preview;
  await rm(join(project, ".."), {recursive: true, force: true});
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const place = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof place === "object" && place !== null ? place.port : 0;
}

const output = () => fetch(`${address}/_file/data/input.json`).then((response) => response.text());
const written = async () => (await stat(join(project, "src/.observablehq/cache/data/input.json"))).mtimeMs;

it("runs a loader again when what it reads has changed, and not before", async () => {
  expect((await output()).trim()).toBe('"first"');
  const first = await written();
  await output();
  expect(await written()).toBe(first);
  await writeFile(join(project, "input.json"), '"second"\n');
  await expect.poll(async () => (await output()).trim(), {timeout: 30_000}).toBe('"second"');
});
