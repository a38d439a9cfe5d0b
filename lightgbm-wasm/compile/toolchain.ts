import {existsSync} from "node:fs";
import {run} from "./command.js";
import {BuildError} from "./error.js";

/** Emscripten finds its linker's own JavaScript modules here on Debian; elsewhere the path is harmless. */
export const compilerEnvironment = {NODE_PATH: "/usr/share/nodejs"};

/** Returns the Python that has pip; on Debian as root what is missing is installed first. */
export async function ensurePip(report: (line: string) => void): Promise<string> {
  const found = await pythonWithPip();
  if (found !== undefined) return found;
  if (isDebianRoot()) {
    report("pip is missing: installing Debian's package with apt-get");
    const installed = await installDebianPackage("python3-pip");
    const python = await pythonWithPip();
    if (python !== undefined) return python;
    throw new BuildError("no-source", `apt-get could not install python3-pip: ${installed}`);
  }
  throw new BuildError(
    "no-source",
    "Fetching LightGBM's source needs Python 3 with pip on the path. " +
      "On Debian or Ubuntu: sudo apt-get install python3-pip. On macOS: brew install python. " +
      "Elsewhere: https://www.python.org/downloads."
  );
}

async function pythonWithPip(): Promise<string | undefined> {
  for (const python of ["python3", "python"]) {
    const {status} = await run(python, ["-m", "pip", "--version"]);
    if (status === 0) return python;
  }
  return undefined;
}

function isDebianRoot(): boolean {
  return existsSync("/etc/debian_version") && process.getuid?.() === 0;
}

/** Returns the compiler's version; on Debian as root a missing compiler is installed first. */
export async function ensureCompiler(report: (line: string) => void): Promise<string> {
  const version = await compilerVersion();
  if (version !== undefined) return version;
  if (isDebianRoot()) {
    report("emscripten is missing: installing Debian's package (121 MB) with apt-get");
    const installed = await installDebianPackage("emscripten");
    const found = await compilerVersion();
    if (found !== undefined) return found;
    throw new BuildError("no-compiler", `apt-get could not install emscripten: ${installed}`);
  }
  throw new BuildError(
    "no-compiler",
    "Building LightGBM needs emscripten's em++ (3.1.6 or newer) on the path. " +
      "On Debian or Ubuntu: sudo apt-get install --no-install-recommends emscripten. " +
      "On macOS: brew install emscripten. Elsewhere: https://emscripten.org/docs/getting_started."
  );
}

async function compilerVersion(): Promise<string | undefined> {
  const {status, stdout} = await run("em++", ["--version"], {env: compilerEnvironment});
  return status === 0 ? stdout.split("\n", 1)[0] : undefined;
}

async function installDebianPackage(name: string): Promise<string> {
  const env = {DEBIAN_FRONTEND: "noninteractive"};
  await run("apt-get", ["update"], {env});
  const {stderr} = await run("apt-get", ["install", "-y", "--no-install-recommends", name], {env});
  return stderr.trim();
}
