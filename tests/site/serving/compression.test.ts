import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {request as httpRequest, type IncomingMessage} from "node:http";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {buffer} from "node:stream/consumers";
import {gunzipSync} from "node:zlib";
import {afterAll, beforeAll, expect, it} from "vitest";
import {type SiteServer, serveSite} from "../../../site/serve.js";
import {acceptsGzip} from "../../../site/serving/compression.js";

let folder: string;
let server: SiteServer;
const page = `<!doctype html>${"<p>words</p>".repeat(1_000)}`;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "compression-"));
  await writeFile(join(folder, "index.html"), page);
  await writeFile(join(folder, "small.html"), "<!doctype html>");
  await writeFile(join(folder, "picture.png"), Buffer.alloc(5_000));
  server = await serveSite({root: folder});
});
afterAll(async () => {
  await server?.close();
  await rm(folder, {recursive: true, force: true});
});

/** As on the wire; `fetch` would decompress it. */
function ask(path: string, headers: Record<string, string>, method = "GET"): Promise<IncomingMessage & {body: Buffer}> {
  return new Promise((resolve, reject) =>
    httpRequest(new URL(path, server.address), {headers, method}, async (response) =>
      resolve(Object.assign(response, {body: await buffer(response)}))
    )
      .once("error", reject)
      .end()
  );
}

it("sends what is worth it compressed, whole and again", async () => {
  for (const _ of ["first", "kept"]) {
    const {headers, body} = await ask("/", {"Accept-Encoding": "br, gzip"});
    expect(headers).toMatchObject({"content-encoding": "gzip", vary: "Accept-Encoding"});
    expect(Number(headers["content-length"])).toBe(body.length);
    expect(body.length).toBeLessThan(page.length / 20);
    expect(gunzipSync(body).toString()).toBe(page);
  }
  for (const path of ["/small", "/picture.png"])
    expect((await ask(path, {"Accept-Encoding": "gzip"})).headers["content-encoding"]).toBeUndefined();
});

it("sends a file that has been replaced as it is now", async () => {
  await writeFile(join(folder, "data.json"), JSON.stringify("old ".repeat(500)));
  await ask("/data.json", {"Accept-Encoding": "gzip"});
  const content = JSON.stringify("newer ".repeat(500));
  await writeFile(join(folder, "data.json"), content);
  expect(gunzipSync((await ask("/data.json", {"Accept-Encoding": "gzip"})).body).toString()).toBe(content);
});

it("leaves ranges, conditions and clients without gzip their whole bytes", async () => {
  const plain = await ask("/", {});
  expect(plain.headers["content-encoding"]).toBeUndefined();
  expect(plain.body.toString()).toBe(page);
  const part = await ask("/", {"Accept-Encoding": "gzip", Range: "bytes=0-14"});
  expect([part.statusCode, part.body.toString()]).toEqual([206, "<!doctype html>"]);
  const etag = String(plain.headers.etag);
  expect((await ask("/", {"Accept-Encoding": "gzip", "If-None-Match": etag})).statusCode).toBe(304);
  const head = await ask("/", {"Accept-Encoding": "gzip"}, "HEAD");
  expect([head.headers["content-encoding"], head.body.length]).toEqual(["gzip", 0]);
});

it.for([
  ["gzip, deflate, br, zstd", true],
  ["GZIP;q=0.5", true],
  ["*", true],
  ["br", false],
  ["", false],
  ["gzip;q=0", false],
  ["*, gzip;q=0.0", false]
] as const)("reads Accept-Encoding: %s", ([header, accepted]) => {
  expect(acceptsGzip({headers: {"accept-encoding": header}})).toBe(accepted);
});
