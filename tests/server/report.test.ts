import {mkdir, mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {inlineScriptHashes} from "../../server/report/contentSecurityPolicy.js";
import {type RawAnswer, RawRequest} from "./rawRequest.js";
import {startTestServer, type TestServer} from "./testServer.js";

let folder: string;
let report: string;
let server: TestServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "report-"));
  report = join(folder, "dist");
  await mkdir(report);
  await writeFile(join(folder, "outside.txt"), "secret");
  await mkdir(join(report, "_file"));
  await mkdir(join(report, "runs"));
  await writeFile(join(report, "index.html"), "<!doctype html><script>1</script><h1>Report</h1>");
  await writeFile(join(report, "runs", "first.html"), '<script type="module">2</script><script src="/a.js"></script>');
  await writeFile(join(report, "404.html"), "<h1>Nothing here</h1>");
  await writeFile(join(report, "_file", "numbers.1234.json"), "[1]");
  server = await startTestServer({REPORT_DIRECTORY: report, CONNECT_ORIGINS: "https://backup.example.org"});
});
afterAll(async () => {
  await server.close();
  await rm(folder, {recursive: true});
});

const get = (path: string, init?: RequestInit) => fetch(server.address + path, init);
async function requestPath(path: string): Promise<RawAnswer> {
  const request = await RawRequest.open(server.address);
  request.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  return request.answer();
}
const policyOf = (response: Response) => response.headers.get("content-security-policy") ?? "";
// printf 1 | openssl dgst -sha256 -binary | base64
const hashOf1 = "'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='";

describe("the report", () => {
  it("is served with clean addresses beside the API", async () => {
    expect(await (await get("/")).text()).toContain("<h1>Report</h1>");
    expect((await get("/runs/first")).status).toBe(200);
    expect((await get("/", {method: "HEAD"})).status).toBe(200);
    expect(await (await get("/health")).json()).toEqual({status: "ok"});
  });

  it("has each page's own inline scripts in its policy, and no eval", async () => {
    const index = policyOf(await get("/"));
    expect(index).toContain(`script-src 'self' 'wasm-unsafe-eval' ${hashOf1};`);
    expect(index).toContain("connect-src 'self' https://backup.example.org;");
    expect(index).not.toContain("'unsafe-eval'");
    const run = policyOf(await get("/runs/first"));
    expect(run).not.toContain(hashOf1);
    expect(run.match(/script-src .*?;/)?.[0].match(/sha256/g)).toHaveLength(1);
  });

  it("keeps its policy where a page has not changed", async () => {
    const etag = (await get("/")).headers.get("etag") ?? "";
    const unchanged = await get("/", {headers: {"If-None-Match": etag}});
    expect(unchanged.status).toBe(304);
    expect(policyOf(unchanged)).toContain(hashOf1);
  });

  it("lets browsers keep files whose names change with their content, and no others", async () => {
    expect((await get("/_file/numbers.1234.json")).headers.get("cache-control")).toContain("immutable");
    expect((await get("/")).headers.get("cache-control")).toBe("no-cache");
  });

  it("answers what is not there with its own page, but the API's addresses with an error", async () => {
    const missing = await get("/nowhere");
    expect(missing.status).toBe(404);
    expect(await missing.text()).toContain("Nothing here");
    expect(await (await get("/api/v1/nowhere")).json()).toMatchObject({code: "not-found"});
  });

  it("serves nothing from outside of its folder", async () => {
    // On a socket of its own, as fetch would resolve the dots before it asks.
    for (const up of ["..", "%2e%2e", ".%2e", "%2E%2E"]) {
      for (const path of [
        `/${up}/outside.txt`,
        `/${up}%2foutside.txt`,
        `/_file/${up}/${up}/outside.txt`,
        `/${up}%5coutside.txt`,
        `//${up}/outside.txt`
      ]) {
        const {status, text} = await requestPath(path);
        expect({path, status}).toEqual({path, status: 404});
        expect(text).not.toContain("secret");
      }
    }
    expect(await requestPath("/_file/numbers.1234.json")).toMatchObject({status: 200});
  });

  it("sends security headers with every answer", async () => {
    for (const path of ["/", "/nowhere", "/health", "/api/v1/nowhere", "/api/v1/docs", "/_file/numbers.1234.json"]) {
      const {headers} = await get(path);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("content-security-policy")).toContain("frame-ancestors");
    }
    expect((await get("/")).headers.get("cross-origin-embedder-policy")).toBe("require-corp");
    expect(policyOf(await get("/health"))).toContain("default-src 'none'");
  });
});

it("hashes inline scripts as they are, and none that have a source", () => {
  expect(inlineScriptHashes('<script>1</script><SCRIPT type="module">1</SCRIPT>')).toEqual([hashOf1, hashOf1]);
  expect(inlineScriptHashes('<script src="a.js"></script><script type="module" src=b.js></script>')).toEqual([]);
});

it("refuses to start where the report has not been built", async () => {
  await expect(startTestServer({REPORT_DIRECTORY: join(report, "runs")})).rejects.toMatchObject({code: "not-built"});
});
