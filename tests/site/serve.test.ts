import {mkdir, mkdtemp, rename, rm, symlink, writeFile} from "node:fs/promises";
import {request as httpRequest} from "node:http";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {type SiteServer, serveSite} from "../../site/serve.js";

const digits = "0123456789".repeat(100);

let folder: string;
let site: string;
let server: SiteServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "serve-"));
  site = join(folder, "dist");
  await version("1");
  await symlink("1", site);
  server = await serveSite({root: site});
});
afterEach(async () => {
  await server.close();
  await rm(folder, {recursive: true});
});

async function version(name: string): Promise<void> {
  await mkdir(join(folder, name, "_file"), {recursive: true});
  await mkdir(join(folder, name, "runs"));
  await writeFile(join(folder, name, "index.html"), `version ${name}`);
  await writeFile(join(folder, name, "runs.html"), "runs");
  await writeFile(join(folder, name, "runs", "a.html"), "a run");
  await writeFile(join(folder, name, "digits.txt"), digits);
  await writeFile(join(folder, name, "_file", `data.${name}.json`), `[${name}]`);
}

async function switchTo(name: string): Promise<void> {
  await symlink(name, `${site}.next`);
  await rename(`${site}.next`, site);
}

/** Not fetch, which sets Range headers of its own making. */
function ask(path: string, headers: Record<string, string> = {}, method = "GET") {
  return new Promise<{status: number; text: string; headers: Record<string, unknown>}>((resolve, reject) => {
    const request = httpRequest(new URL(path, server.address), {headers, method}, (response) => {
      let text = "";
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.once("error", reject);
      response.once("end", () => resolve({status: response.statusCode ?? 0, text, headers: response.headers}));
    });
    request.once("error", reject);
    request.end();
  });
}

describe("a served site", () => {
  it("has clean addresses, also beside folders", async () => {
    expect(await ask("/")).toMatchObject({status: 200, text: "version 1"});
    expect(await ask("/runs")).toMatchObject({status: 200, text: "runs"});
    expect(await ask("/runs/a?x=1")).toMatchObject({status: 200, text: "a run"});
    for (const path of ["/nowhere", "/runs/", "/%", "/%00", "/..%2f..%2fetc%2fpasswd"])
      expect(await ask(path)).toMatchObject({status: 404});
    expect(await ask("/", {}, "POST")).toMatchObject({status: 405, headers: {allow: "GET, HEAD"}});
  });

  it.for<[string, number, string, string | undefined]>([
    ["bytes=0-0", 206, "0", "bytes 0-0/1000"],
    ["bytes=-5", 206, "56789", "bytes 995-999/1000"],
    ["bytes=-5000", 206, digits, "bytes 0-999/1000"],
    ["bytes=997-", 206, "789", "bytes 997-999/1000"],
    ["bytes=0-18446744073709551615", 206, digits, "bytes 0-999/1000"],
    ["bytes=1000-", 416, "", "bytes */1000"],
    ["bytes=-0", 416, "", "bytes */1000"],
    ["bytes=5-2", 200, digits, undefined],
    ["bytes=0-1,3-4", 200, digits, undefined],
    ["garbage", 200, digits, undefined]
  ])("answers Range: %s with %i", async ([range, status, text, contentRange]) => {
    const answer = await ask("/digits.txt", {Range: range});
    expect(answer).toMatchObject({status, text});
    expect(answer.headers["content-range"]).toBe(contentRange);
    expect(answer.headers["content-length"]).toBe(String(text.length));
  });

  it("cuts a range for If-Range only where the date is the file's own", async () => {
    const {etag, "last-modified": modified} = (await ask("/digits.txt")).headers;
    const part = (condition: string) => ask("/digits.txt", {Range: "bytes=0-3", "If-Range": condition});
    expect(await part(String(modified))).toMatchObject({status: 206, text: "0123"});
    expect(await part("Wed, 01 Jan 2070 00:00:00 GMT")).toMatchObject({status: 200});
    expect(await part(String(etag))).toMatchObject({status: 200, text: digits});
    expect(await ask("/digits.txt", {"If-None-Match": String(etag)})).toMatchObject({status: 304, text: ""});
    const head = await ask("/digits.txt", {Range: "bytes=0-3"}, "HEAD");
    expect(head).toMatchObject({status: 200, text: "", headers: {"content-length": "1000"}});
  });

  it("goes on where a file is deleted", async () => {
    await rm(join(folder, "1", "runs.html"));
    expect(await ask("/runs")).toMatchObject({status: 404});
    expect(await ask("/")).toMatchObject({status: 200});
  });

  it("takes the next version without a restart, and still has the files of the one before", async () => {
    await version("2");
    await switchTo("2");
    expect(await ask("/")).toMatchObject({text: "version 2"});
    expect(await ask("/_file/data.1.json")).toMatchObject({status: 200, text: "[1]"});
    expect(await ask("/_file/data.2.json")).toMatchObject({status: 200, text: "[2]"});
    await rm(site);
    expect(await ask("/")).toMatchObject({text: "version 2"});
  });
});
