import {createHash} from "node:crypto";
import {readdir, readFile} from "node:fs/promises";
import {join, relative, sep} from "node:path";

/** The hashes of a page's inline scripts, by the page's path in the report with forward slashes. */
export type InlineScripts = ReadonlyMap<string, readonly string[]>;

/** Reads every page of a version of the report; a version does not change. */
export async function hashInlineScripts(directory: string): Promise<InlineScripts> {
  const entries = await readdir(directory, {recursive: true, withFileTypes: true});
  const pages = entries.filter((entry) => entry.isFile() && entry.name.endsWith(".html"));
  return new Map(
    await Promise.all(
      pages.map(async (page): Promise<[string, string[]]> => {
        const path = join(page.parentPath, page.name);
        const name = relative(directory, path).split(sep).join("/");
        return [name, inlineScriptHashes(await readFile(path, "utf8"))];
      })
    )
  );
}

/** @returns sources of a Content-Security-Policy, `'sha256-…'` */
export function inlineScriptHashes(html: string): string[] {
  const scripts = html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/gi);
  return Array.from(scripts)
    .filter(([, attributes = ""]) => !/\ssrc\s*=/i.test(attributes))
    .map(([, , code = ""]) => hashSource(code));
}

function hashSource(code: string): string {
  return `'sha256-${createHash("sha256").update(code).digest("base64")}'`;
}

/**
 * htl writes `onclick="::1"` into its template, for the first of its values, and replaces that by the listener before
 * anybody clicks; the policy sees the attribute all the same. No code hides behind `::1`, which does not even parse.
 */
const templateMarks = Array.from({length: 20}, (_, index) => hashSource(`::${index + 1}`));

/**
 * The policy of a page of the report: code only from the report itself, the inline scripts as they were built, and
 * WebAssembly for the model, but no `eval`. Plot and Framework style elements in place, hence the inline styles.
 * @param connectOrigins where else the page may fetch from
 */
export function reportPolicy(scriptHashes: readonly string[], connectOrigins: readonly string[]): string {
  return serialize({
    "default-src": ["'self'"],
    "script-src": ["'self'", "'wasm-unsafe-eval'", ...scriptHashes],
    "script-src-attr": ["'unsafe-hashes'", ...templateMarks],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "worker-src": ["'self'", "blob:"],
    "connect-src": ["'self'", ...connectOrigins],
    "object-src": ["'none'"],
    "base-uri": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'self'"]
  });
}

/** Of answers that are no pages. */
export const apiPolicy = serialize({"default-src": ["'none'"], "frame-ancestors": ["'none'"]});

/** Of the API's interactive page: its own files, and a style attribute here and there. */
export const documentationPolicy = serialize({
  "default-src": ["'self'"],
  "style-src": ["'self'", "'unsafe-inline'"],
  "img-src": ["'self'", "data:"],
  "object-src": ["'none'"],
  "frame-ancestors": ["'self'"]
});

function serialize(directives: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(" ")}`)
    .join("; ");
}
