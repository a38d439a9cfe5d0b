import {createHash} from "node:crypto";
import {existsSync} from "node:fs";
import {mkdir, mkdtemp, readFile, rename, rm} from "node:fs/promises";
import {join} from "node:path";
import {run} from "./command.js";
import {BuildError} from "./error.js";
import {applyPatches, patchesIdentity} from "./patches.js";

/**
 * Where LightGBM's C++ comes from: the npm package `lightgbm` carries the whole source (4.1.0.99) with its
 * external libraries. Its own binding and install script are not used.
 */
export const source = {
  package: "lightgbm@1.0.27",
  file: "lightgbm-1.0.27.tgz",
  integrity: "sha512-4E/Gjr3FqQl9U3z0BMuuViTlvO7T9oGMcfa3Jp2MRyKWWSJxFPs7xDTlzrEaBBG6iA69S/AcGn1lgMCuZT8qsg=="
};

const root = "package/dependencies/LightGBM";
const parts = ["src", "include", "external_libs", "examples", "LICENSE"];

export interface SourceOptions {
  buildFolder: string;
  /** Change the few places that WebAssembly needs otherwise; by default the sources are as they come. */
  patched?: boolean;
  report?: (line: string) => void;
}

/** Puts LightGBM's source tree below `buildFolder`, once, and returns its folder. */
export async function unpackSource({buildFolder, patched = false, report = () => {}}: SourceOptions): Promise<string> {
  const folder = join(buildFolder, patched ? `source-${patchesIdentity}` : "source");
  if (existsSync(folder)) return join(folder, root);
  const tarball = await fetchTarball(buildFolder, report);
  const temporary = await mkdtemp(join(buildFolder, "unpack-"));
  const {status, stderr} = await run("tar", ["-xzf", tarball, "-C", temporary, ...parts.map((p) => `${root}/${p}`)]);
  if (status !== 0) throw new BuildError("wrong-source", `${source.file} cannot be unpacked: ${stderr.trim()}`);
  if (patched) await applyPatches(join(temporary, root));
  await moveUnlessThere(temporary, folder);
  return join(folder, root);
}

async function fetchTarball(buildFolder: string, report: (line: string) => void): Promise<string> {
  const tarball = join(buildFolder, source.file);
  if (existsSync(tarball) && (await integrityOf(tarball)) === source.integrity) return tarball;
  report(`fetching ${source.package}, which carries LightGBM's C++ source`);
  await mkdir(buildFolder, {recursive: true});
  const temporary = await mkdtemp(join(buildFolder, "fetch-"));
  try {
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    const {status, stderr} = await run(npm, ["pack", source.package, "--silent", "--pack-destination", temporary]);
    if (status !== 0) {
      throw new BuildError(
        "no-source",
        `npm cannot fetch ${source.package}; is the registry reachable? ${stderr.trim()}`
      );
    }
    const fetched = join(temporary, source.file);
    const integrity = await integrityOf(fetched);
    if (integrity !== source.integrity) {
      throw new BuildError(
        "wrong-source",
        `${source.file} is not the file that this build was made for (${integrity}).`
      );
    }
    await rename(fetched, tarball);
    return tarball;
  } finally {
    await rm(temporary, {recursive: true, force: true});
  }
}

async function integrityOf(file: string): Promise<string> {
  return `sha512-${createHash("sha512")
    .update(await readFile(file))
    .digest("base64")}`;
}

/** Renames a folder; if another build was faster, its result stays. */
async function moveUnlessThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
    await rm(from, {recursive: true, force: true});
  }
}
