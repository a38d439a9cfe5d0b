import {existsSync, statSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {dirname, join, normalize} from "node:path";
import {init} from "es-module-lexer";
import {listFiles} from "../../dataset/files.js";
import {findHtmlReferences, findModuleReferences, type Reference} from "./references.js";
import {findMissingDetails} from "./runDetails.js";

/** Something in the built site that would break in the reader's browser. */
export interface Problem {
  /** Relative to the site, with slashes. */
  file: string;
  message: string;
}

/** Framework's own client names every library that some page might import lazily; a page that does is caught itself. */
const frameworkClient = /^_observablehq\/.*\.js$/;

/**
 * Finds what Framework lets pass in a green build: cells that do not parse, imports left unresolved, missing files,
 * broken links, and anything asked of another host.
 */
export async function checkSite(root: string): Promise<Problem[]> {
  await init;
  const problems: Problem[] = [];
  for (const file of await listFiles(root)) {
    if (!/\.(html|css|m?js)$/.test(file) || frameworkClient.test(file)) continue;
    const text = await readFile(join(root, file), "utf8");
    const messages = [...cellErrors(file, text), ...referenceErrors(root, file, findReferences(file, text))];
    problems.push(...messages.map((message) => ({file, message})));
  }
  return [...problems, ...(await findMissingDetails(root))];
}

function findReferences(file: string, text: string): Reference[] {
  if (file.endsWith(".html")) return findHtmlReferences(text);
  if (file.endsWith(".css")) return findStyleReferences(text);
  return findModuleReferences(text, {bundled: /^_(node|import\/pages)\//.test(file)});
}

function findStyleReferences(text: string): Reference[] {
  const pattern = /@import\s+(?:url\()?["']?([^"')\s;]+)|url\(\s*["']?([^"')]+)/g;
  return Array.from(text.matchAll(pattern), ([, imported, url]) => ({kind: "asset", target: imported ?? url ?? ""}));
}

/** Framework renders a cell that does not parse as an error box, and carries on. */
function cellErrors(file: string, text: string): string[] {
  if (!file.endsWith(".html")) return [];
  const boxes = text.matchAll(/observablehq--error"[^>]*>([^<]*)/g);
  return Array.from(boxes, ([, message]) => `a cell does not parse: ${message}`);
}

function referenceErrors(root: string, file: string, references: readonly Reference[]): string[] {
  return references.flatMap(({kind, target}) => {
    if (/^(data|blob|about|mailto):/.test(target) || target.startsWith("#")) return [];
    if (/^([a-z]+:)?\/\//i.test(target)) return kind === "link" ? [] : [`asks another host: ${target}`];
    if (kind === "module" && !/^\.{0,2}\//.test(target)) return [`import left unresolved: ${target}`];
    const path = target.replace(/[?#].*$/, "");
    // A folder that files are located from.
    if (kind === "asset" && path.endsWith("/")) return [];
    if (path.startsWith("/")) return [`does not work under a sub-path: ${target}`];
    return path === "" || resolves(root, file, decodeURI(path)) ? [] : [`missing ${kind}: ${target}`];
  });
}

function resolves(root: string, file: string, path: string): boolean {
  const target = normalize(join(root, dirname(file), path));
  if (existsSync(target)) return statSync(target).isFile() || existsSync(join(target, "index.html"));
  return existsSync(`${target}.html`);
}
