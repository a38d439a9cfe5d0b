import {readFile, rm} from "node:fs/promises";
import {basename, join, posix, relative, resolve} from "node:path";
import {init} from "es-module-lexer";
import {type BuildOptions, build, type Metafile, type Plugin} from "esbuild";
import {listFiles, writeFileWhole} from "../../dataset/files.js";
import {builtModules} from "./builtModules.js";
import {type Bundled, mergeChunks, staticImports} from "./mergeChunks.js";
import {finishMarkup, type PageProgram, readPageProgram} from "./pageProgram.js";
import {findUnused} from "./unusedFiles.js";

/** Where the bundles go. The names of its files have a digest of their content in them. */
const bundles = "_import/pages";

interface Page {
  /** From the site, with slashes. */
  file: string;
  program: PageProgram;
}

/**
 * Bundles the modules of the built pages, of which Framework leaves dozens a page: each page then asks for its own
 * bundle and at most two that it shares with others. Workers are bundled likewise. What nothing asks for any more is
 * removed.
 * @param project has the packages' descriptions in its `node_modules`
 * @param site as Framework wrote it, checked
 */
export async function bundlePages(project: string, site: string): Promise<void> {
  await init;
  const pages: Page[] = [];
  for (const file of await listFiles(site))
    if (file.endsWith(".html")) pages.push({file, program: readPageProgram(await readFile(join(site, file), "utf8"))});
  // The first page loads least. Pages of one program, such as those of a parameter, share its bundle.
  const programs = new Map(pages.filter(({file}) => file === "index.html").map((page) => [programKey(page), page]));
  for (const page of pages) if (!programs.has(programKey(page))) programs.set(programKey(page), page);
  const entryPoints = [...programs.values()].map(({file}, i) => ({in: `page:${i}`, out: basename(file, ".html")}));
  const split = await bundle(project, site, {entryPoints, plugins: [pageEntries(site, [...programs.values()])]});
  const entries = entryPoints.map((_, i) => outputOf(split.metafile, `page:${i}`));
  const {metafile, outputFiles} = await mergeChunks(split, {entries, options: options(site)});
  await writeOutputs(outputFiles);
  const keys = [...programs.keys()];
  for (const page of pages) {
    const own = outputOf(metafile, `merged:${keys.indexOf(programKey(page))}`);
    const up = posix.dirname(page.file).replace(/[^/.]+/g, "..");
    const [bundled = "", ...shared] = staticImports(metafile, own).map((output) => `${up}/${output}`);
    await writeFileWhole(join(site, page.file), finishMarkup(page.program.connect(bundled, shared)));
  }
  await Promise.all((await findUnused(site)).map((file) => rm(join(site, file))));
}

const programKey = ({file, program}: Page) => `${posix.dirname(file)}\n${program.entry}`;

/** The modules that the pages' entries stand for. */
function pageEntries(site: string, pages: readonly Page[]): Plugin {
  return {
    name: "page-entries",
    setup({onResolve, onLoad}) {
      onResolve({filter: /^page:/}, ({path}) => ({path: path.replace("page:", ""), namespace: "page"}));
      onLoad({filter: /.*/, namespace: "page"}, ({path}) => {
        const page = pages[Number(path)];
        return {contents: page?.program.entry ?? "", resolveDir: resolve(site, posix.dirname(page?.file ?? ""))};
      });
    }
  };
}

const options = (site: string) =>
  ({
    absWorkingDir: resolve(site),
    outdir: join(resolve(site), bundles),
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    target: "es2022",
    entryNames: "[name].[hash]",
    chunkNames: "shared.[hash]",
    logLevel: "silent"
  }) as const;

/** Bundles modules that Framework wrote. The workers that they start are written at once. */
function bundle(
  project: string,
  site: string,
  {plugins = [], entryPoints}: Pick<BuildOptions, "entryPoints" | "plugins">
): Promise<Bundled> {
  const workers = new Map<string, Promise<string>>();
  const bundleWorker = (file: string) => {
    const bundled = workers.get(file) ?? writeWorker(project, site, file);
    workers.set(file, bundled);
    return bundled;
  };
  return build({
    ...options(site),
    entryPoints,
    plugins: [...plugins, builtModules({project, site, bundles, bundleWorker})],
    metafile: true,
    write: false
  });
}

async function writeWorker(project: string, site: string, file: string): Promise<string> {
  const {metafile, outputFiles} = await bundle(project, site, {entryPoints: [file]});
  await writeOutputs(outputFiles);
  return outputOf(metafile, relative(resolve(site), file).replaceAll("\\", "/"));
}

async function writeOutputs(files: Bundled["outputFiles"]): Promise<void> {
  for (const {path, contents} of files) await writeFileWhole(path, contents);
}

function outputOf({outputs}: Metafile, entry: string): string {
  const output = Object.keys(outputs).find((file) => outputs[file]?.entryPoint === entry);
  if (output === undefined) throw new Error(`esbuild has left out ${entry}.`);
  return output;
}
