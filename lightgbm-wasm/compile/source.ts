import {createHash} from "node:crypto";
import {existsSync} from "node:fs";
import {mkdir, mkdtemp, readFile, rename, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {run} from "./command.js";
import {BuildError} from "./error.js";
import {applyPatches, patchesIdentity} from "./patches.js";
import {ensurePip} from "./toolchain.js";

/** Where LightGBM's C++ comes from: the official source distribution, the one that the wheels are built from. */
export const source = {
  version: "4.7.0",
  file: "lightgbm-4.7.0.tar.gz",
  sha256: "f8e20f682c9aabd000bcf4a7ed8aa6f473c1adfecccae34ec24e823d156f4af0"
};

const root = "lightgbm-4.7.0";
const parts = [
  "src",
  "include",
  "external_libs/eigen",
  "external_libs/fmt",
  "external_libs/fast_double_parser",
  "LICENSE"
];

export interface SourceOptions {
  buildFolder: string;
  /** Change the few places that WebAssembly needs otherwise; by default the sources are as they come. */
  patched?: boolean;
  report?: (line: string) => void;
}

/** Puts LightGBM's source tree below `buildFolder`, once, and returns its folder. */
export async function unpackSource({buildFolder, patched = false, report = () => {}}: SourceOptions): Promise<string> {
  const name = `source-${source.version}${patched ? `-${patchesIdentity}` : ""}`;
  const folder = join(buildFolder, name);
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
  if (existsSync(tarball) && (await sha256Of(tarball)) === source.sha256) return tarball;
  const python = await ensurePip(report);
  report(`fetching the source distribution of LightGBM ${source.version} with pip (1.8 MB)`);
  await mkdir(buildFolder, {recursive: true});
  const temporary = await mkdtemp(join(buildFolder, "fetch-"));
  try {
    // With a hash required, pip refuses any other file before it looks into it.
    const requirements = join(temporary, "requirements.txt");
    await writeFile(requirements, `lightgbm==${source.version} --hash=sha256:${source.sha256}\n`);
    const options = ["--no-deps", "--no-binary", "lightgbm", "--require-hashes", "--disable-pip-version-check"];
    const download = ["-m", "pip", "download", ...options, "-r", requirements, "-d", temporary];
    const {status, stderr} = await run(python, download);
    const fetched = join(temporary, source.file);
    if (status !== 0 || !existsSync(fetched)) {
      const reason = stderr.trim().split("\n").at(-1) ?? "";
      throw new BuildError("no-source", `pip cannot fetch LightGBM ${source.version}; is PyPI reachable? ${reason}`);
    }
    const sha256 = await sha256Of(fetched);
    if (sha256 !== source.sha256) {
      throw new BuildError("wrong-source", `${source.file} is not the file that this build was made for (${sha256}).`);
    }
    await rename(fetched, tarball);
    return tarball;
  } finally {
    await rm(temporary, {recursive: true, force: true});
  }
}

async function sha256Of(file: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(file))
    .digest("hex");
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
