import {parse} from "es-module-lexer";
import {parseJson} from "../../src/lib/json.js";

/** What a file of the site asks for: a page, a script, or anything else that the browser loads by itself. */
export interface Reference {
  kind: "link" | "module" | "asset";
  /** As written: a relative path, an absolute address, or a bare package name. */
  target: string;
}

/** The references of a page: attributes of its elements, its inline modules, and the files that it registers. */
export function findHtmlReferences(html: string): Reference[] {
  const scripts = Array.from(
    html.matchAll(/<script\b[^>]*\btype="module"[^>]*>([\s\S]*?)<\/script>/g),
    ([, code = ""]) => code
  );
  const elements = html.replace(/(<script\b[^>]*>)[\s\S]*?<\/script>/g, "$1");
  return [
    ...Array.from(elements.matchAll(/<(\w+)\b([^>]*)>/g), ([, tag = "", attributes = ""]) =>
      elementReferences(tag, attributes)
    ).flat(),
    ...scripts.flatMap((code) => [...findModuleReferences(code), ...findRegisteredFiles(code)])
  ];
}

function elementReferences(tag: string, attributes: string): Reference[] {
  // `rel="canonical"` and the like name an address and load nothing.
  if (tag === "link" && /\brel="?(canonical|alternate)\b/.test(attributes)) return [];
  const values = attributes.matchAll(/\b(?:src|href)=(?:"([^"]*)"|'([^']*)'|([^\s>]+))/g);
  const kind = tag === "a" ? "link" : "asset";
  return Array.from(values, ([, double, single, bare]) => ({
    kind,
    target: unescapeHtml(double ?? single ?? bare ?? "")
  }));
}

/** Framework registers each FileAttachment under the address that it was written to. */
function findRegisteredFiles(code: string): Reference[] {
  const paths = code.matchAll(/registerFile\([^;]*?"path":\s*("(?:[^"\\]|\\.)*")/g);
  return Array.from(paths, ([, literal = ""]) => ({kind: "asset", target: String(parseJson(literal))}));
}

function unescapeHtml(text: string): string {
  return text.replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&lt;", "<").replaceAll("&amp;", "&");
}

/** Packages written for Node and browsers alike ask for these only when they run in Node. */
const nodeModules = /^(node:|worker_threads$|module$|fs$|path$|url$|os$|crypto$|util$|stream$|buffer$|perf_hooks$)/;

export interface ModuleReferenceOptions {
  /** Whether the module is a bundled package, whose unreachable branches for Node may stay. */
  bundled?: boolean;
}

/**
 * What a module imports, statically or by a literal `import(…)`, and what it locates by `import.meta.resolve(…)` or
 * `new URL(…, import.meta.url)`. es-module-lexer has to be initialised.
 */
export function findModuleReferences(code: string, {bundled = false}: ModuleReferenceOptions = {}): Reference[] {
  const [imports] = parse(code);
  const modules = imports.flatMap(({n: target, d: dynamicAt}) => {
    if (target === undefined) return [];
    if (bundled && dynamicAt > -1 && nodeModules.test(target)) return [];
    return [{kind: "module" as const, target}];
  });
  const located = code.matchAll(
    /import\.meta\.resolve\(\s*["'`]([^"'`$]+)["'`]\s*\)|new URL\(\s*["'`]([^"'`$]+)["'`]\s*,\s*import\.meta\.url\s*\)/g
  );
  return [
    ...modules,
    ...Array.from(located, ([, resolved, url]) => ({
      kind: resolved === undefined ? ("asset" as const) : ("module" as const),
      target: resolved ?? url ?? ""
    }))
  ];
}
