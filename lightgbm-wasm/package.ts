// Writes dist/package, the folder to publish: `node --import tsx lightgbm-wasm/package.ts`, then `npm publish` there.

import {copyFile, mkdir, readFile, rm, writeFile} from "node:fs/promises";
import {createRequire} from "node:module";
import {basename, dirname, join} from "node:path";
import {fileURLToPath} from "node:url";
import {ensureBuilt} from "./build.js";
import {run} from "./compile/command.js";
import {BuildError} from "./compile/error.js";
import {variants} from "./compile/flags.js";
import {unpackSource} from "./compile/source.js";

/** What bundlers make of an import of a module: its address. */
const addressTypes = "address.d.ts";
const addressDeclaration = "declare const address: string;\nexport default address;\n";

const documents = ["README.md", "CHANGELOG.md", "NOTICE.md"];

const here = fileURLToPath(new URL(".", import.meta.url));

/**
 * Writes the package to `target`, in place of what is there, and returns that folder.
 * Inside the repository TypeScript runs as it is; the published package has JavaScript and declarations instead.
 */
export async function writePackage(target = join(here, "dist", "package")): Promise<string> {
  const modules = await ensureBuilt();
  await rm(target, {recursive: true, force: true});
  await mkdir(join(target, "dist"), {recursive: true});
  await compileTypeScript(join(target, "src"));
  // The loader looks in ../dist, seen from src/, in the package as in the repository.
  await writeFile(join(target, "dist", addressTypes), addressDeclaration);
  await mkdir(join(target, "scorer"));
  await writeFile(join(target, "scorer", "package.json"), formatJson(scorerManifest));
  for (const module of modules) await copyFile(module, join(target, "dist", basename(module)));
  for (const file of documents) await copyFile(join(here, file), join(target, file));
  const sources = await unpackSource({buildFolder: join(here, "build")});
  await copyFile(join(sources, "LICENSE"), join(target, "LICENSE.LightGBM"));
  await copyFile(join(here, "..", "LICENSE"), join(target, "LICENSE"));
  await writeFile(join(target, "package.json"), formatJson(await manifest()));
  return target;
}

async function compileTypeScript(outDir: string): Promise<void> {
  const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
  const project = ["-p", join(here, "tsconfig.package.json"), "--noEmit", "false", "--outDir", outDir];
  const {status, stdout} = await run(process.execPath, [compiler, ...project]);
  if (status !== 0) throw new BuildError("compile-failed", `The package's TypeScript does not compile:\n${stdout}`);
  // `using` is younger than what most projects compile for.
  for (const file of ["index.d.ts", "scorer/index.d.ts"]) {
    const path = join(outDir, file);
    await writeFile(path, `/// <reference lib="esnext.disposable" />\n${await readFile(path, "utf8")}`);
  }
}

/** Leads those from `lightgbm-wasm/scorer` to the entry who look for a folder. */
const scorerManifest = {
  type: "module",
  sideEffects: false,
  main: "../src/scorer/index.js",
  types: "../src/scorer/index.d.ts"
};

const formatJson = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

async function manifest(): Promise<object> {
  const {scripts: _, ...ours} = JSON.parse(await readFile(join(here, "package.json"), "utf8"));
  // npm signs a release only if the package names the repository that it is released from.
  const {GITHUB_REPOSITORY: repository} = process.env;
  const entryOf = (path: string) => ({types: `./src/${path}index.d.ts`, default: `./src/${path}index.js`});
  const entry = entryOf("");
  return {
    ...ours,
    ...(repository && {
      repository: {type: "git", url: `git+https://github.com/${repository}.git`, directory: "lightgbm-wasm"},
      homepage: `https://github.com/${repository}/tree/main/lightgbm-wasm#readme`,
      bugs: `https://github.com/${repository}/issues`
    }),
    main: entry.default,
    types: entry.types,
    // For compilers that do not read `exports`; scorer/package.json is for bundlers that do not.
    typesVersions: {
      "*": {
        "thread.js": ["./src/thread.d.ts"],
        ...Object.fromEntries(variants.map(({name}) => [name, [`./dist/${addressTypes}`]]))
      }
    },
    // "default" serves import and require alike.
    exports: {
      ".": entry,
      "./scorer": entryOf("scorer/"),
      "./thread.js": {types: "./src/thread.d.ts", default: "./src/thread.js"},
      ...Object.fromEntries(
        variants.map(({name}) => [`./${name}`, {types: `./dist/${addressTypes}`, default: `./dist/${name}`}])
      ),
      "./package.json": "./package.json"
    },
    files: ["src", "dist", "scorer", ...documents, "LICENSE", "LICENSE.LightGBM"]
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(`${await writePackage()}\n`);
