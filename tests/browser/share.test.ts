import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {unzipSync} from "fflate";
import type {Browser} from "playwright-core";
import {afterAll, beforeAll, expect, it} from "vitest";
import {reportArchive} from "../../site/share/archive.js";
import {dashboardsFile} from "../../site/share/dashboardsFile.js";
import {launchChromium} from "./chromium.js";

let folder: string;
let browser: Browser;
let dashboards: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "share-"));
  browser = await launchChromium();
  dashboards = await dashboardsFile();
  await writeFile(join(folder, "dashboards.html"), dashboards);
});
afterAll(async () => {
  await browser?.close();
  await rm(folder, {recursive: true, force: true});
});

it.each([
  ["wide", {viewport: {width: 1280, height: 800}}],
  ["narrow and dark", {viewport: {width: 390, height: 800}, colorScheme: "dark" as const}]
])("opens the dashboards from a disk without a single request, %s", async (_, options) => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const requests: string[] = [];
  const problems: string[] = [];
  context.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  const address = pathToFileURL(join(folder, "dashboards.html")).href;
  await page.goto(address);
  await page.locator(".fold-strip").first().waitFor();
  await page.locator(".detail svg").first().waitFor();
  expect(await page.locator("h1").count()).toBeGreaterThanOrEqual(2);

  const title = () => page.locator(".detail h2").first().innerText();
  const first = await title();
  await page.locator(".master-detail tbody tr").nth(3).locator("th, td").first().click();
  await expect.poll(title).not.toBe(first);

  await page.getByRole("combobox", {name: "Filter"}).fill("model = randomforest");
  await expect.poll(() => page.locator(".matches").innerText()).toMatch(/^\d of \d+ runs$/);

  expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(
    true
  );
  expect(requests).toEqual([address]);
  expect(problems).toEqual([]);
  await context.close();
});

it("packs the whole report beside them, always into the same bytes", async () => {
  const archive = await reportArchive("dist", dashboards);
  const files = unzipSync(archive);
  expect(Object.keys(files)).toEqual(expect.arrayContaining(["README.txt", "dashboards.html", "report/index.html"]));
  expect(new TextDecoder().decode(files["dashboards.html"])).toBe(dashboards);
  expect(Buffer.from(await reportArchive("dist", dashboards)).equals(archive)).toBe(true);
});
