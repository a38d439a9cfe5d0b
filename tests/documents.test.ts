import {execFileSync} from "node:child_process";
import {existsSync, readdirSync, readFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {describe, expect, it} from "vitest";
import {parse} from "yaml";

const read = (path: string) => readFileSync(path, "utf8");
const {scripts, version, license}: {scripts: Record<string, string>; version: string; license: string} = JSON.parse(
  read("package.json")
);
const documents = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"], {
  encoding: "utf8"
})
  .split("\n")
  .filter((path) => path !== "" && !/^(src|tests)\//.test(path) && existsSync(path));

/** Run by other scripts, by the workflows, or by whoever changes the code; CONTRIBUTING.md has those. */
const forDevelopers = [
  ...["typecheck", "lint", "format", "unit", "stress", "exhaustive", "packages"],
  ...["release-lightgbm-wasm", "sbom"]
];

describe.each(documents)("%s", (path) => {
  const text = read(path);

  it("links to files that there are", () => {
    const targets = Array.from(text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g), ([, target]) => target);
    const local = targets.filter((target) => !/^[a-z]+:/.test(target));
    expect(local.filter((target) => !existsSync(join(dirname(path), target)))).toEqual([]);
  });

  it("names commands that there are", () => {
    const names = Array.from(text.matchAll(/npm run ([a-z][\w-]*)/g), ([, name]) => name);
    const ownScripts = scriptsBeside(path);
    expect(names.filter((name) => scripts[name] === undefined && ownScripts[name] === undefined)).toEqual([]);
  });
});

/** The scripts of the package that a document lies in, such as those of lightgbm-wasm. */
function scriptsBeside(path: string): Record<string, string> {
  const manifest = join(dirname(path), "package.json");
  return existsSync(manifest) ? JSON.parse(read(manifest)).scripts : {};
}

it("has every command in the README's table, and all documents in the repository's", () => {
  const table = read("README.md");
  const names = Object.keys(scripts).filter((name) => !forDevelopers.includes(name));
  expect(names.filter((name) => !new RegExp(`npm (run )?${name}\\b`).test(table))).toEqual([]);
  expect(documents).toEqual(expect.arrayContaining(["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]));
});

it("names files in CONTRIBUTING.md that there are", () => {
  const paths = Array.from(read("CONTRIBUTING.md").matchAll(/`((?:[\w-]+\/)+[\w.-]*)`/g), ([, path]) => path);
  expect(paths.length).toBeGreaterThan(10);
  expect(paths.filter((path) => !/NAME|TOPIC|name|^dist/.test(path) && !existsSync(path))).toEqual([]);
});

it("has one version and one license everywhere", () => {
  expect(parse(read("CITATION.cff"))).toMatchObject({"cff-version": "1.2.0", version, license});
  expect(read("LICENSE")).toMatch(new RegExp(`^${license} License\n`));
  expect(read("CHANGELOG.md")).toContain(`\n## [${version}] - `);
});

it("has issue forms in the form that hosts read", () => {
  const folder = ".github/ISSUE_TEMPLATE";
  const forms = readdirSync(folder).filter((name) => name !== "config.yml");
  expect(forms.length).toBeGreaterThan(0);
  for (const name of forms) {
    const form = parse(read(join(folder, name)));
    expect(form, name).toMatchObject({name: expect.any(String), description: expect.any(String)});
    for (const field of form.body)
      expect(field, name).toMatchObject({
        type: expect.stringMatching(/^(textarea|input|dropdown|checkboxes)$/),
        id: expect.any(String),
        attributes: {label: expect.any(String)}
      });
  }
});
