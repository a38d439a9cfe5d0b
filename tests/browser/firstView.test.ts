import type {Browser} from "playwright-core";
import {afterAll, beforeAll, expect, it} from "vitest";
import {readConfiguration} from "../../server/settings/configuration.js";
import {type RunningServer, startServer} from "../../server/start.js";
import {launchChromium} from "./chromium.js";

/** The built report as `npm run serve` sends it. */
let server: RunningServer;
let browser: Browser;
beforeAll(async () => {
  server = await startServer(readConfiguration({PORT: "0", LOG_LEVEL: "silent", SCORING_THREADS: "1"}));
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** What a reader who comes for the first time is sent before the page is done: bytes with headers, as on the wire. */
async function firstView(path: string): Promise<{requests: string[]; bytes: number}> {
  await using context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  const requests: string[] = [];
  let bytes = 0;
  session.on("Network.requestWillBeSent", ({request: {url}}) => {
    if (!url.startsWith("data:")) requests.push(url);
  });
  session.on("Network.loadingFinished", ({encodedDataLength}) => {
    bytes += encodedDataLength;
  });
  await page.goto(`${server.address}/${path}`, {waitUntil: "networkidle"});
  return {requests, bytes};
}

it.for([
  ["", 15, 200_000],
  ["experiments", 15, 300_000],
  ["features", 15, 500_000],
  ["predict", 15, 320_000],
  ["monitor", 15, 250_000]
] as const)("sends /%s in at most %i requests and %i bytes", async ([path, mostRequests, mostBytes]) => {
  const {requests, bytes} = await firstView(path);
  expect(requests.length, requests.join("\n")).toBeLessThanOrEqual(mostRequests);
  expect(bytes).toBeLessThanOrEqual(mostBytes);
  expect(bytes).toBeGreaterThan(50_000);
});
