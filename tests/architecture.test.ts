import {execFileSync} from "node:child_process";
import {existsSync, readFileSync} from "node:fs";
import {dirname, relative, resolve} from "node:path";
import {describe, expect, it} from "vitest";

/** Who may import whom: a room to the rooms that it knows, besides itself. A longer path wins over a shorter one. */
const mayImport: Record<string, readonly string[]> = {
  cli: ["site", "server", "ops", "data-loaders", "models", "dataset", "lightgbm-wasm", "src/lib", "tests", "bench"],
  site: ["site/serving", "site/share/page", "data-loaders", "dataset", "src/lib"],
  // The program of the self-contained file: it runs in a page, as the components do.
  "site/share/page": ["src/components", "src/lib"],
  // How a built site's files are sent, which both servers share.
  "site/serving": ["dataset", "src/lib"],
  server: ["site/serving", "models/staging", "dataset", "src/lib"],
  ops: ["site", "data-loaders", "dataset", "src/lib"],
  "data-loaders": ["models", "dataset", "src/lib"],
  models: ["dataset", "lightgbm-wasm", "src/lib"],
  dataset: ["src/lib"],
  src: ["src/lib", "lightgbm-wasm"],
  "src/data": ["data-loaders", "models/staging", "src/lib"],
  "src/lib": [],
  "lightgbm-wasm": [],
  "observablehq.config.ts": ["data-loaders", "src/lib"]
};

/** May import everything, and be imported by the command that runs them alone. */
const outside = ["tests", "bench", "lightgbm-wasm/tests", "vitest.config.ts"];

const isWithin = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);
const rooms = Object.keys(mayImport).sort((a, b) => b.length - a.length);
const roomOf = (path: string) => rooms.find((room) => isWithin(path, room));

/** A room's folder that a file is in, at whatever depth: `models/tracking` of `models/tracking/server/….ts`. */
function folderOf(path: string): string | undefined {
  const room = roomOf(path);
  if (room === undefined) return undefined;
  const [folder, ...rest] = path.slice(room.length + 1).split("/");
  return rest.length > 0 ? `${room}/${folder}` : room;
}

/** As git sees them: what is tracked, and what is new and not ignored. */
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {encoding: "utf8"})
  .split("\n")
  .filter((path) => /\.(ts|mjs|js)$/.test(path) && existsSync(path));
const sources = files.filter((path) => !outside.some((folder) => isWithin(path, folder)));

interface Import {
  file: string;
  /** A path from the root, or a package. */
  target: string;
  isRelative: boolean;
}

const specifiers = /\bfrom\s*"([^"]+)"|\bimport\s*\(?\s*"([^"]+)"|\bnew URL\("(\.[^"]+)", import\.meta\.url\)/g;

/** Types count as well: a room that knows another's types knows the room. */
function importsOf(file: string): Import[] {
  const code = readFileSync(file, "utf8");
  return Array.from(code.matchAll(specifiers), ([, from, imported, located]) => {
    const specifier = from ?? imported ?? located;
    const isRelative = specifier.startsWith(".");
    return {
      file,
      target: isRelative ? fileOf(relative(".", resolve(dirname(file), specifier)) || ".") : specifier,
      isRelative
    };
  });
}

/** The file that an import of `….js` means. */
function fileOf(path: string): string {
  const typescript = path.replace(/\.js$/, ".ts");
  return existsSync(typescript) ? typescript : path;
}

const imports = sources.flatMap(importsOf);

/** A circle of a graph, or undefined. */
function findCycle(edges: ReadonlyMap<string, ReadonlySet<string>>): string[] | undefined {
  const done = new Set<string>();
  const visit = (node: string, path: string[]): string[] | undefined => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return undefined;
    for (const next of edges.get(node) ?? []) {
      const cycle = visit(next, [...path, node]);
      if (cycle !== undefined) return cycle;
    }
    done.add(node);
    return undefined;
  };
  for (const node of edges.keys()) {
    const cycle = visit(node, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

function graph(nodeOf: (path: string) => string | undefined): Map<string, Set<string>> {
  const edges = new Map<string, Set<string>>();
  for (const {file, target, isRelative} of imports) {
    const from = nodeOf(file);
    const to = isRelative && files.includes(target) ? nodeOf(target) : undefined;
    if (from === undefined || to === undefined || from === to) continue;
    edges.set(from, (edges.get(from) ?? new Set()).add(to));
  }
  return edges;
}

describe("the house", () => {
  it("has a room for every file", () => {
    expect(sources.filter((path) => roomOf(path) === undefined)).toEqual([]);
  });

  it("has at most eleven folders of code at the top", () => {
    const top = new Set(files.filter((path) => path.includes("/")).map((path) => path.split("/")[0]));
    expect(top.size).toBeLessThanOrEqual(11);
  });

  it("imports only files that there are", () => {
    const built = /^lightgbm-wasm\/dist\//;
    const missing = imports.filter(({target, isRelative}) => isRelative && !existsSync(target) && !built.test(target));
    expect(missing).toEqual([]);
  });

  it("has arrows that point one way", () => {
    const wrong = imports.filter(({file, target}) => {
      const from = roomOf(file);
      const to = roomOf(target) ?? outside.find((folder) => isWithin(target, folder));
      if (from === undefined || to === undefined || from === to) return false;
      return !mayImport[from].some((allowed) => isWithin(target, allowed));
    });
    expect(wrong).toEqual([]);
  });

  it("has no circle between files", () => {
    expect(findCycle(graph((path) => path))).toBeUndefined();
  });

  it("has no circle between the folders of a room", () => {
    expect(findCycle(graph(folderOf))).toBeUndefined();
  });

  it("has no circle between rooms", () => {
    expect(findCycle(graph(roomOf))).toBeUndefined();
  });

  it("keeps Node out of the report, its loaders aside", () => {
    const wrong = imports.filter(
      ({file, target}) => isWithin(file, "src") && !isWithin(file, "src/data") && target.startsWith("node:")
    );
    expect(wrong).toEqual([]);
  });

  it("sees the arrows that there are, and circles", () => {
    expect(imports).toContainEqual({
      file: "site/output/check.ts",
      target: "site/output/references.ts",
      isRelative: true
    });
    expect(imports).toContainEqual({file: "cli/build.ts", target: "site/build.ts", isRelative: true});
    expect(
      findCycle(
        new Map([
          ["a", new Set(["b"])],
          ["b", new Set(["c"])],
          ["c", new Set(["b"])]
        ])
      )
    ).toEqual(["b", "c", "b"]);
  });
});
