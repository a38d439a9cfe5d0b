import {mkdir, mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {afterEach, beforeEach, expect, it} from "vitest";
import {exists} from "../../dataset/files.js";
import {bundleWorkspacePackages} from "../../site/workspacePackages.js";

let project: string;
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), "packages-"));
});
afterEach(() => rm(project, {recursive: true}));

const bundle = () => join(project, "src/.observablehq/cache/_node/lightgbm-wasm@1.2.3/scorer.js");

async function writePackage(answer: number): Promise<void> {
  const folder = join(project, "node_modules/lightgbm-wasm");
  await mkdir(folder, {recursive: true});
  await writeFile(
    join(folder, "package.json"),
    JSON.stringify({name: "lightgbm-wasm", version: "1.2.3", exports: {"./scorer": "./scorer.ts"}})
  );
  await writeFile(join(folder, "scorer.ts"), 'export {answer} from "./answer.js";\n');
  await writeFile(join(folder, "answer.ts"), `export const answer: number = ${answer};\n`);
}

it("gives Framework JavaScript of what pages import, and of what it is now", async () => {
  for (const answer of [1, 2]) {
    await writePackage(answer);
    await bundleWorkspacePackages(project);
    expect(await import(`${pathToFileURL(bundle()).href}?${answer}`)).toMatchObject({answer});
  }
});

it("leaves a project alone that has none of them", async () => {
  await bundleWorkspacePackages(project);
  expect(await exists(join(project, "src"))).toBe(false);
});
