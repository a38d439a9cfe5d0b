import {existsSync, readdirSync, readFileSync} from "node:fs";
import {dirname, join, relative, resolve} from "node:path";
import {describe, expect, it} from "vitest";

/** Who may import whom: a room to the rooms that it knows, besides itself. A longer path wins over a shorter one. */
const mayImport: Record<string, readonly string[]> = {
  "src/lib": [],
  "src/data": ["src/lib", "data-loaders"],
  src: ["src/lib"],
  "data-loaders": ["src/lib", "models/tracking", "models/staging"],
  "models/staged": [],
  models: ["src/lib", "data-loaders/dataset", "data-loaders/staged", "lightgbm-wasm"],
  "lightgbm-wasm": [],
  server: ["src/lib", "data-loaders/staged"],
  site: ["src/lib", "data-loaders/dataset"],
  monitor: ["src/lib", "data-loaders/monitor"],
  image: ["src/lib", "site"],
  share: ["src/lib", "share/page"],
  // The program of the self-contained file: it runs in a page, as the components do.
  "share/page": ["src/lib", "src/components"],
  cli: ["src/lib", "data-loaders", "models", "lightgbm-wasm", "server", "site", "monitor", "image", "share"],
  "observablehq.config.ts": ["src/lib", "data-loaders"]
};
const rooms = Object.keys(mayImport).sort((a, b) => b.length - a.length);
const isWithin = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);
const roomOf = (path: string) => rooms.find((room) => isWithin(path, room));

interface Import {
  file: string;
  target: string;
}

function listSources(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile() && /\.(ts|mjs)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/node_modules|\.observablehq|lightgbm-wasm\/(build|dist|tests)/.test(path));
}

const specifiers = /\bfrom\s*"([^"]+)"|\bimport\s*\(?\s*"([^"]+)"|\bnew URL\("(\.[^"]+)", import\.meta\.url\)/g;

/** Types count as well: a room that knows another's types knows the room. */
function importsOf(file: string): Import[] {
  const code = readFileSync(file, "utf8");
  return Array.from(code.matchAll(specifiers), ([, from, imported, located]) => {
    const specifier = from ?? imported ?? located;
    const target = specifier.startsWith(".") ? relative(".", resolve(dirname(file), specifier)) : specifier;
    return {file, target};
  });
}

const folders = [
  "src",
  "data-loaders",
  "models",
  "lightgbm-wasm",
  "server",
  "site",
  "monitor",
  "image",
  "share",
  "cli"
];
const imports = ["observablehq.config.ts", ...folders.flatMap(listSources)].filter(existsSync).flatMap(importsOf);

describe("the house", () => {
  it("has arrows that point one way", () => {
    const wrong = imports.filter(({file, target}) => {
      const from = roomOf(file);
      const to = roomOf(target);
      if (from === undefined || to === undefined || from === to) return false;
      return !mayImport[from].some((allowed) => isWithin(target, allowed));
    });
    expect(wrong).toEqual([]);
  });

  it("keeps Node out of the report, its loaders aside", () => {
    const wrong = imports.filter(
      ({file, target}) => isWithin(file, "src") && !isWithin(file, "src/data") && target.startsWith("node:")
    );
    expect(wrong).toEqual([]);
  });

  it("has no arrow to a page, the command line or the server", () => {
    const wrong = imports.filter(({file, target}) =>
      ["cli", "server"].some((room) => isWithin(target, room) && !isWithin(file, room) && !isWithin(file, "cli"))
    );
    expect(wrong).toEqual([]);
  });

  it("sees the arrows that there are", () => {
    expect(imports).toContainEqual({file: "site/check.ts", target: "site/reference.js"});
    expect(imports).toContainEqual({file: "cli/build.ts", target: "site/buildReport.js"});
  });
});
