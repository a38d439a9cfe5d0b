import {parse} from "es-module-lexer";
import type {Reference} from "./reference.js";

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
      target: resolved ?? url
    }))
  ];
}
