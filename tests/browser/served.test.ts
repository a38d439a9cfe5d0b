import {readdir} from "node:fs/promises";
import type {Browser, Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {readConfiguration} from "../../server/settings/configuration.js";
import {type RunningServer, startServer} from "../../server/start.js";
import {launchChromium} from "./chromium.js";

/** The built report with its API, as `npm run serve` has them, under the Content-Security-Policy. */
let server: RunningServer;
let browser: Browser;
let page: Page;
const problems: string[] = [];

beforeAll(async () => {
  server = await startServer(readConfiguration({PORT: "0", LOG_LEVEL: "silent", SCORING_THREADS: "1"}));
  browser = await launchChromium();
  page = await browser.newPage();
  // Chromium writes each violation of the policy to the console as an error.
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`${page.url()}: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(server.address) && !/^(data|blob):/.test(url)) problems.push(`another host: ${url}`);
  });
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const visit = (path: string) => page.goto(`${server.address}/${path}`, {waitUntil: "networkidle"});

describe("the report under its Content-Security-Policy", () => {
  it("forbids eval, and runs every page", async () => {
    const pages = (await readdir("dist", {recursive: true})).filter(
      (name) => name.endsWith(".html") && name !== "404.html"
    );
    expect(pages).toContain("index.html");
    for (const name of pages) {
      const path = name.replaceAll("\\", "/").replace(/(index)?\.html$/, "");
      const response = await visit(path);
      expect(response?.status()).toBe(200);
      const policy = response?.headers()["content-security-policy"] ?? "";
      expect(policy).toContain("'wasm-unsafe-eval' 'sha256-");
      expect(policy).not.toContain("'unsafe-eval'");
      expect(await page.locator(".observablehq--error").allInnerTexts()).toEqual([]);
    }
    expect(problems).toEqual([]);
    // The policy is in force, and not only sent; the protocol of this test may break it, but not what it sets off.
    const evaluated = await page.evaluate(
      () =>
        new Promise((resolve) => {
          setTimeout(() => {
            try {
              resolve(String(new Function("return 1")()));
            } catch (error) {
              resolve(error instanceof Error ? error.name : "");
            }
          });
        })
    );
    expect(evaluated).toBe("EvalError");
    problems.length = 0;
  });

  it("scores a file in the page", async () => {
    await visit("predict");
    const {features} = await (await fetch(`${server.address}/api/v1/model`)).json();
    const csv = `ID_code,${features.join(",")}\nrow_0${",1".repeat(features.length)}\nrow_1${",-1".repeat(features.length)}\n`;
    await page
      .locator("input[type=file]")
      .first()
      .setInputFiles({
        name: "rows.csv",
        mimeType: "text/csv",
        buffer: Buffer.from(csv)
      });
    await expect
      .poll(() => page.locator("table").allInnerTexts(), {timeout: 30_000})
      .toContainEqual(expect.stringContaining("row_1"));
    expect(problems).toEqual([]);
  });

  it("shows the API's documents, and tries a request from them", async () => {
    await visit("api/v1/docs");
    await page.getByText("/api/v1/model").first().click();
    await page.getByRole("button", {name: "Execute"}).click();
    await expect.poll(() => page.locator(".live-responses-table").innerText(), {timeout: 30_000}).toContain('"runId"');
    expect(problems).toEqual([]);
  });
});
