import {basename} from "node:path";
import {type BuildOptions, type BuildResult, build, type Metafile, type OutputFile, type Plugin} from "esbuild";

export type Bundled = Pick<BuildResult<{metafile: true; write: false}>, "metafile" | "outputFiles">;

/**
 * Joins the chunks that entries share, of which esbuild makes one for each set of entries: those of the first entry
 * become one chunk, and those that only others share another. Of a few hundred bytes more, no entry needs more than
 * two requests besides its own.
 * @param entries the outputs of a build, the first of which is to load least
 */
export async function mergeChunks(
  {metafile, outputFiles}: Bundled,
  {entries, options}: {entries: readonly string[]; options: BuildOptions}
): Promise<Bundled> {
  const closures = entries.map((entry) => new Set(staticImports(metafile, entry)));
  const [first = new Set<string>(), ...others] = closures;
  const isShared = (file: string) => closures.filter((closure) => closure.has(file)).length > 1;
  const ofFirst = [...first].filter(isShared).sort();
  const ofOthers = [...new Set(others.flatMap((closure) => [...closure]))]
    .filter((file) => isShared(file) && !first.has(file))
    .sort();
  // An entry that imports all of a group belongs to the same set as the others that do.
  const imports = (files: readonly string[]) => files.map((file) => `import ${JSON.stringify(`./${basename(file)}`)};`);
  const programs = entries.map((entry, i) => {
    const group = [...imports(ofFirst), ...(i === 0 ? [] : imports(ofOthers))];
    return [...group, `export * from ${JSON.stringify(`./${basename(entry)}`)};`].join("\n");
  });
  const merged = await build({
    ...options,
    entryPoints: entries.map((entry, i) => ({in: `merged:${i}`, out: basename(entry).replace(/\.[^.]+\.js$/, "")})),
    plugins: [earlierOutputs(outputFiles, programs)],
    metafile: true,
    write: false
  });
  return merged;
}

/** The file, and all that it imports statically. */
export function staticImports({outputs}: Metafile, file: string): string[] {
  const found = new Set([file]);
  for (const each of found)
    for (const {path, kind} of outputs[each]?.imports ?? []) if (kind === "import-statement") found.add(path);
  return [...found];
}

/** Has esbuild read what it has written. */
function earlierOutputs(files: readonly OutputFile[], programs: readonly string[]): Plugin {
  const texts = new Map(files.map(({path, text}) => [basename(path), text]));
  return {
    name: "earlier-outputs",
    setup({onResolve, onLoad}) {
      onResolve({filter: /^merged:/}, ({path}) => ({path: path.replace("merged:", ""), namespace: "merged"}));
      onLoad({filter: /.*/, namespace: "merged"}, ({path}) => ({contents: programs[Number(path)]}));
      onResolve({filter: /^\.\//}, ({path}) => ({path: basename(path), namespace: "earlier"}));
      onLoad({filter: /.*/, namespace: "earlier"}, ({path}) => ({contents: texts.get(path)}));
      onResolve({filter: /^[^.]|^\.\./}, ({path}) => ({path, external: true}));
    }
  };
}
