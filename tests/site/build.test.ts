import {cp, mkdtemp, rm} from "node:fs/promises";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {buildSite} from "../../site/build.js";

// Inside the repository, as Framework looks for packages in the folders above a site.
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join("tests", "fixtures", ".sites-"));
  await cp("tests/fixtures/sites", folder, {recursive: true});
});
afterAll(() => rm(folder, {recursive: true, force: true}));

const build = (name: string) => buildSite({project: join(folder, name), quiet: true});

describe("building a site", () => {
  it("passes a sound one", async () => {
    await expect(build("sound")).resolves.toBeUndefined();
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
  });

  it("fails where an attached file is missing", async () => {
    await expect(build("missing-file")).rejects.toMatchObject({code: "build-failed"});
  });
});
