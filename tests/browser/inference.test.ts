import {afterAll, beforeAll, expect, it} from "vitest";
import {startHttpServer} from "../fixtures/httpServer.js";
import {startTestServer, type TestServer} from "../server/testServer.js";
import {Report} from "./report.js";

let api: TestServer;
let gone: string;
beforeAll(async () => {
  api = await startTestServer({MODEL_DIRECTORY: "models/staged", CORS_ORIGINS: "*"});
  const closed = await startHttpServer(() => {});
  await closed.close();
  gone = closed.address;
});
afterAll(() => api?.close());

/** The predict page of a report that was built with these addresses, with its sample scored by the API. */
async function scoreSample(addresses: {name: string; address: string}[]): Promise<Report> {
  const report = await Report.open();
  await report.page.route(/\/data\/inference\.\w+\.json$/, (route) => route.fulfill({json: addresses}));
  await report.visit("predict");
  await report.page.getByLabel("by the API").check();
  await report.page.getByText("The file goes to the API").waitFor();
  await report.page.getByRole("button", {name: "try it with a sample"}).click();
  return report;
}

it("offers no API where the report was built without one", async () => {
  await using report = await Report.open();
  await report.visit("predict");
  await report.page.getByText("The file never leaves your browser").waitFor();
  expect(await report.page.getByLabel("by the API").count()).toBe(0);
});

it("falls back from the primary API to its backup, and says so", async () => {
  await using report = await scoreSample([
    {name: "the primary API", address: gone},
    {name: "the backup API", address: `${api.address}/`}
  ]);
  const notice = report.page.getByText("Scored by the backup API");
  await notice.waitFor();
  expect(await notice.innerText()).toBe("Scored by the backup API. The primary API could not be reached.");
  expect(await report.page.getByRole("heading", {name: /of 100 rows (is|are) predicted as 1/}).count()).toBe(1);
  expect(await report.page.locator(".findings").count()).toBe(0);
  expect(await report.cellErrors()).toEqual([]);
});

it("ends in this browser where no API answers, with the same scores", async () => {
  const finding = /of 100 rows (is|are) predicted as 1/;
  await using report = await scoreSample([{name: "the primary API", address: gone}]);
  await report.page.getByText("Scored by this browser. The primary API could not be reached.").waitFor();
  const local = await report.page.getByRole("heading", {name: finding}).innerText();
  await using other = await scoreSample([{name: "the primary API", address: `${api.address}/`}]);
  await other.page.getByText("Scored by the primary API.").waitFor();
  expect(await other.page.getByRole("heading", {name: finding}).innerText()).toBe(local);
});
