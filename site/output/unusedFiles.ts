import {existsSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {join, posix} from "node:path";
import {listFiles} from "../../dataset/files.js";
import {findHtmlReferences, findModuleReferences} from "./references.js";

const modules = /^_(import|node|npm|observablehq)\/.*\.js$/;

/** The modules of a site that no page asks for, nor anything that a page asks for. */
export async function findUnused(site: string): Promise<string[]> {
  const files = await listFiles(site);
  const used = new Set(files.filter((file) => file.endsWith(".html")));
  for (const file of used) {
    if (!/\.(html|js)$/.test(file)) continue;
    const text = await readFile(join(site, file), "utf8");
    const references = file.endsWith(".html") ? findHtmlReferences(text) : findModuleReferences(text);
    for (const {target} of references) {
      const path = posix.join(posix.dirname(file), target.replace(/[?#].*$/, ""));
      if (existsSync(join(site, path)) && !path.endsWith("/")) used.add(path);
    }
  }
  return files.filter((file) => modules.test(file) && !used.has(file));
}
