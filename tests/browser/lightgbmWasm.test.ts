import {execFile} from "node:child_process";
import {copyFile, cp, mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {pathToFileURL} from "node:url";
import {promisify} from "node:util";
import type {Browser} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {writePackage} from "../../lightgbm-wasm/package.js";
import {readmeExample} from "../../lightgbm-wasm/tests/readmeExamples.js";
import {sendFile} from "../../site/serving/siteFiles.js";
import {startHttpServer, type TestServer} from "../fixtures/httpServer.js";
import {launchChromium} from "./chromium.js";

const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'";

/** What Node makes of the README's examples; numbers and text are to be the same in the browser, to the last digit. */
interface Expected {
  training: {probabilities: number[]; text: string};
  prediction: {probability: number};
  scoring: {probability: number; explained: number[]};
}

let folder: string;
let server: TestServer;
let browser: Browser;
let expected: Expected;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lightgbm-wasm-"));
  const packageFolder = await writePackage(join(folder, "lightgbm-wasm"));
  expected = await runInNode(pathToFileURL(join(packageFolder, "src", "index.js")).href);
  await writeSite(packageFolder);
  // On the worker's script too: a worker has the policy that its own response brings.
  server = await startHttpServer(async (request, response) => {
    const [path] = (request.url ?? "/").split("?");
    response.setHeader("Content-Security-Policy", policy);
    if (!path.startsWith("/alone/")) {
      response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
      response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    }
    if ((await sendFile(request, response, {folder, path})) !== "sent") response.writeHead(404).end();
  });
  browser = await launchChromium();
}, 1_200_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await rm(folder, {recursive: true, force: true});
});

/** Trains as the first example does, and predicts the row of the second one with the model. */
async function runInNode(location: string): Promise<Expected> {
  const training = await readmeExample("Train and predict", {location});
  const row = /predict\((.*)\)/.exec(await readmeExample("In a page or a worker", {location}))?.[1];
  const program = `${training}
    const [probability] = same.predict(${row});
    const scored = {matrix: Float64Array.of(1, 2, -3, 4), columnCount: 2};
    const scoring = {
      probability: same.predict(scored)[0],
      explained: [...same.predict(scored, {kind: "contributions"})]
    };
    const expected = {training: {probabilities: [...probabilities], text}, prediction: {probability}, scoring};
    console.log(JSON.stringify(expected));`;
  const {stdout} = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program]);
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
}

/** Puts beside the package what a site would: a page, its scripts, a model, and the module where the README has it. */
async function writeSite(packageFolder: string): Promise<void> {
  const location = "./lightgbm-wasm/src/index.js";
  const training = await readmeExample("Train and predict", {location});
  const prediction = await readmeExample("In a page or a worker", {location});
  for (const place of [folder, join(folder, "alone")]) {
    await cp(new URL("lightgbmPage", import.meta.url), place, {recursive: true});
  }
  await copyFile(join(packageFolder, "dist", "lightgbm.wasm"), join(folder, "lightgbm.wasm"));
  await writeFile(join(folder, "model.txt"), expected.training.text);
  const result = "export const result = {probabilities: [...probabilities], text};";
  await writeFile(join(folder, "training.js"), `${training}\n${result}`);
  const threads = training.replace("loadLightGBM()", "loadLightGBM(undefined, {threads: 2})");
  await writeFile(join(folder, "threads.js"), `${threads}\n${result}`);
  await writeFile(join(folder, "alone", "threads.js"), 'export {result} from "../threads.js";');
  const scoring = await readmeExample("Score only", {location});
  const scored = "export const result = {probability, explained: [...explained]};";
  await writeFile(join(folder, "scoring.js"), `${scoring}\n${scored}`);
  await writeFile(join(folder, "prediction.js"), `${prediction}\nexport const result = {probability};`);
}

/** Opens a page, and returns what it shows as its result, and what it complains about, also later on. */
async function open(path: string): Promise<{result: unknown; problems: string[]}> {
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(error.message));
  const response = await page.goto(new URL(path, server.address).href);
  expect(response?.headers()["content-security-policy"]).toBe(policy);
  const text = await page.locator("output:not(:empty)").textContent();
  return {result: JSON.parse(text ?? ""), problems};
}

describe("lightgbm-wasm under a strict Content-Security-Policy", () => {
  it("runs the README's example for a page, with Node's probability", async () => {
    expect(expected.prediction.probability).toBeGreaterThan(0);
    expect(await open("page.html#prediction")).toEqual({result: expected.prediction, problems: []});
  });

  it.each([
    ["a page", "page.html#training"],
    ["a module worker", "page.html?worker#training"]
  ])("trains in %s as the README does, with Node's model and probabilities", async (_, path) => {
    expect(expected.training.probabilities).toHaveLength(200);
    expect(await open(path)).toEqual({result: expected.training, problems: []});
  });

  it.each([
    ["a page", "page.html#threads"],
    ["a module worker", "page.html?worker#threads"]
  ])("trains in %s with two threads, and gives the same", async (_, path) => {
    expect(await open(path)).toEqual({result: expected.training, problems: []});
  });

  it.each([
    ["a page", "page.html#scoring"],
    ["a module worker", "page.html?worker#scoring"]
  ])("scores in %s without LightGBM, as LightGBM does in Node", async (_, path) => {
    const {result, problems} = await open(path);
    const near = expected.scoring.explained.map((value) => expect.closeTo(value, 9));
    expect({result, problems}).toEqual({result: {...expected.scoring, explained: near}, problems: []});
  });

  it("says what threads need where the page is not cross-origin isolated", async () => {
    const {result} = await open("alone/page.html#threads");
    expect(result).toEqual({error: expect.stringContaining("Cross-Origin-Opener-Policy")});
  });

  it.each([
    ["a page", "page.html#forbidden"],
    ["a worker", "page.html?worker#forbidden"]
  ])("would notice a violation in %s", async (_, path) => {
    const {result, problems} = await open(path);
    expect(result).toBe("EvalError");
    await expect.poll(() => problems).toContain("violation of script-src: eval");
  });
});
