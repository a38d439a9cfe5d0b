import {existsSync} from "node:fs";
import {run} from "./command.js";
import {BuildError} from "./error.js";

/** Emscripten finds its linker's own JavaScript modules here on Debian; elsewhere the path is harmless. */
export const compilerEnvironment = {NODE_PATH: "/usr/share/nodejs"};

/** Returns the compiler's version; on Debian as root a missing compiler is installed first. */
export async function ensureCompiler(report: (line: string) => void): Promise<string> {
  const version = await compilerVersion();
  if (version !== undefined) return version;
  if (existsSync("/etc/debian_version") && process.getuid?.() === 0) {
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
