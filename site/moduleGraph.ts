import {readFile} from "node:fs/promises";
import {dirname, join} from "node:path";

const specifiers = /\bfrom\s*"([^"]+)"|\bimport\s*\(?\s*"([^"]+)"|\bnew URL\("(\.[^"]+)", import\.meta\.url\)/g;

/** What a TypeScript module imports or locates, types included, as written. */
export function importSpecifiers(code: string): string[] {
  return Array.from(code.matchAll(specifiers), ([, from, imported, located]) => from ?? imported ?? located);
}

/** A local import as the path of its source: `./x.js` names `x.ts` where there is no such JavaScript. */
const sourcePath = (path: string) => path.replace(/\.js$/, ".ts");

/** A module of ours and all of ours that it needs, itself first; packages are left out. */
export async function localModules(entry: string): Promise<string[]> {
  const found = new Set([entry]);
  // A set that grows while it is walked is walked to its new end.
  for (const path of found) {
    if (!path.endsWith(".ts")) continue;
    const code = await readFile(path, "utf8").catch(() => "");
    for (const specifier of importSpecifiers(code))
      if (specifier.startsWith(".")) found.add(sourcePath(join(dirname(path), specifier)));
  }
  return [...found];
}
