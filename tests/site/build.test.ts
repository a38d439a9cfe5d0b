import {spawn} from "node:child_process";
import {createHash} from "node:crypto";
import {once} from "node:events";
import {cp, mkdtemp, readdir, readFile, realpath, rm, writeFile} from "node:fs/promises";
import {join, resolve} from "node:path";
import process from "node:process";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {listFiles} from "../../dataset/files.js";
import {buildSite} from "../../site/build.js";

// Inside the repository, as Framework looks for packages in the folders above a site.
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join("tests", "fixtures", ".sites-"));
  await cp("tests/fixtures/sites", folder, {recursive: true});
});
afterAll(() => rm(folder, {recursive: true, force: true}));

const build = (name: string) => buildSite({project: join(folder, name), quiet: true});

/** The digest of each file of a built site. */
async function contentOf(name: string): Promise<Record<string, string>> {
  const site = join(folder, name, "dist");
  const digest = async (file: string) =>
    createHash("sha256")
      .update(await readFile(join(site, file)))
      .digest("hex");
  return Object.fromEntries(
    await Promise.all(
      (await listFiles(site)).map(async (file): Promise<[string, string]> => [file, await digest(file)])
    )
  );
}

describe("building a site", () => {
  it("passes a sound one, and makes the same bytes from the same input with no cache", async () => {
    await build("sound");
    const first = await contentOf("sound");
    expect(Object.keys(first)).toContain("index.html");
    await rm(join(folder, "sound", "src", ".observablehq"), {recursive: true});
    await build("sound");
    expect(await contentOf("sound")).toEqual(first);
  });

  it("fails over what would break in the reader's browser, and names each page", async () => {
    const error = await build("broken").catch((error: unknown) => error);
    expect(error).toMatchObject({code: "site-broken"});
    const lines = String(error)
      .split("\n")
      .slice(1)
      .map((line) => line.trim());
    expect(lines).toEqual([
      "bare.html: import left unresolved: not-an-installed-package",
      expect.stringMatching(/^cell\.html: a cell does not parse: SyntaxError: Unexpected token/),
      "index.html: missing link: ./nowhere",
      "remote.html: asks another host: https://example.org/picture.png",
      "remote.html: asks another host: https://example.org/script.js"
    ]);
    expect(await readdir(join(folder, "broken"))).not.toContain("dist");
  });

  it("fails where an attached file is missing", async () => {
    await expect(build("missing-file")).rejects.toMatchObject({code: "build-failed"});
  });
});

describe("the site that there is", () => {
  const page = () => join(folder, "sound", "src", "index.md");
  const versions = async () => (await readdir(join(folder, "sound", ".dist"))).sort();

  it("stays while a build fails, and when it does not pass its check", async () => {
    await build("sound");
    const before = await contentOf("sound");
    const text = await readFile(page(), "utf8");
    for (const wrong of ["\n[nowhere](./nowhere)\n", '\n```js\nFileAttachment("nothing.csv").text()\n```\n']) {
      await writeFile(page(), text + wrong);
      await expect(build("sound")).rejects.toMatchObject({code: expect.stringMatching(/site-broken|build-failed/)});
      expect(await contentOf("sound")).toEqual(before);
    }
    await writeFile(page(), text);
    expect((await versions()).filter((name) => name.includes("partial") || name === "lock")).toEqual([]);
  });

  it("stays while a build is killed, whose leftovers the next one removes", async () => {
    await build("sound");
    const before = await contentOf("sound");
    const code =
      'const {buildSite} = await import("./site/build.ts"); await buildSite({project: process.argv[1], quiet: true});';
    const words = ["--import", "tsx", "--input-type=module", "-e", code, resolve(folder, "sound")];
    const killed = spawn(process.execPath, words, {stdio: "ignore"});
    await expect.poll(versions, {timeout: 60_000}).toContainEqual(expect.stringMatching(/\.partial$/));
    killed.kill("SIGKILL");
    await once(killed, "exit");
    expect(await contentOf("sound")).toEqual(before);
    await build("sound");
    expect(await contentOf("sound")).toEqual(before);
    expect(await versions()).toHaveLength(2);
  });

  it("is built by one at a time", async () => {
    const notices: string[] = [];
    const project = join(folder, "sound");
    const again = () => buildSite({project, quiet: true, onNotice: (sentence) => notices.push(sentence)});
    await Promise.all([again(), again()]);
    expect(notices).toHaveLength(1);
    expect(await versions()).toHaveLength(2);
    expect(await realpath(join(project, "dist"))).toBe(await realpath(join(project, ".dist", (await versions())[1])));
  });
});
