import {mkdir, mkdtemp, readFile, rm, symlink} from "node:fs/promises";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {fileURLToPath} from "node:url";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {writePackage} from "../../package.js";
import {outcomeOf} from "./outcome.js";
import {projects, writeProject} from "./projects.js";
import {readResults, resultTable, withResults} from "./table.js";

const modules = fileURLToPath(new URL("../../../node_modules", import.meta.url));
const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");

describe("the package, in what the repository has of npm run packages", () => {
  for (const project of projects.filter(({quick}) => quick)) {
    describe(`${project.tool ?? "Node"}`, () => {
      let folder: string;
      beforeAll(async () => {
        folder = await mkdtemp(join(tmpdir(), "lightgbm-project-"));
        await writePackage(join(folder, "node_modules", "lightgbm-wasm"));
        for (const name of Object.keys(project.packages)) {
          const link = join(folder, "node_modules", name);
          await mkdir(dirname(link), {recursive: true});
          await symlink(join(modules, name), link, "junction");
        }
        await writeProject(project, folder);
      }, 1_200_000);
      afterAll(() => rm(folder, {recursive: true}));

      it.each(project.uses)("$name", async (use) => {
        expect(await outcomeOf(use, {folder})).toBe("ok");
      });
    });
  }
});

describe("the README's table of where it was run", () => {
  it("has a row for each use, without a failure", () => {
    const names = new Set(projects.flatMap(({uses}) => uses.map(({name}) => name)));
    expect(readResults(readme)).toEqual(Array.from(names, (name) => ({name, outcome: "ok"})));
  });

  it("has the versions of one result in one row, and failures in rows of their own", () => {
    const results = ["5", "6", "7"].map((version) => ({
      name: "Vite",
      version,
      outcome: version === "6" ? "a | b" : "ok"
    }));
    expect(resultTable(results)).toBe(
      "| where | versions | result |\n|---|---|---|\n| Vite | 5, 7 | ok |\n| Vite | 6 | a \\| b |\n"
    );
  });

  it("is replaced with new results", () => {
    const date = new Date("2027-02-28T23:00:00Z");
    const changed = withResults(readme, [{name: "Bun", version: "2.0.0", outcome: "ok"}], date);
    expect(changed).toContain(
      "in February 2027:\n\n| where | versions | result |\n|---|---|---|\n| Bun | 2.0.0 | ok |\n\n## "
    );
    expect(readResults(changed)).toEqual([{name: "Bun", outcome: "ok"}]);
  });
});
