import {mkdir, mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, it} from "vitest";
import {publishReport} from "../../../models/hub/publishReport.js";
import {type Hub, hubToken, startHub} from "../../fixtures/hub.js";

let hub: Hub;
let directory: string;
beforeEach(async () => {
  hub = await startHub();
  directory = await mkdtemp(join(tmpdir(), "report-"));
});
afterEach(async () => {
  await hub.close();
  await rm(directory, {recursive: true});
});

const publish = () => publishReport("someone/report", {directory, hubUrl: hub.address, accessToken: hubToken});

it("puts every file of the report into a static space, once", async () => {
  await mkdir(join(directory, "_node"));
  await writeFile(join(directory, "index.html"), "<title>Report</title>");
  await writeFile(join(directory, "_node", "a.js"), "export {}");
  expect(await publish()).toBe(true);
  const files = hub.repositories.get("space:someone/report");
  expect([...(files?.keys() ?? [])].sort()).toEqual(["README.md", "_node/a.js", "index.html"]);
  expect(files?.get("README.md")?.toString()).toMatch(/^---\n(.+\n)*sdk: static\n/);
  expect(await publish()).toBe(false);
});

it("says that the report has to be built first", async () => {
  await expect(publish()).rejects.toMatchObject({code: "not-built"});
});
