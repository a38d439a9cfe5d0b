import {existsSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {UserError} from "../../src/lib/errors.js";

interface LockedPackage {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/**
 * The folders of packages and of all that they depend on, such as `node_modules/a/node_modules/b`, by the lock file.
 * Optional dependencies count where they are installed: they are the binaries for this platform.
 * @throws UserError package-missing
 */
export async function packageFolders(names: readonly string[], lockFile = "package-lock.json"): Promise<string[]> {
  const lock: {packages: Record<string, LockedPackage>} = JSON.parse(await readFile(lockFile, "utf8"));
  const folders = new Set<string>();
  for (const name of names) folders.add(find(lock.packages, "", name));
  // A set that grows while it is walked yields what was added.
  for (const folder of folders) {
    const {dependencies = {}, optionalDependencies = {}} = lock.packages[folder];
    for (const name of Object.keys({...dependencies, ...optionalDependencies})) {
      const found = lookUp(lock.packages, folder, name);
      if (found !== undefined && existsSync(found)) folders.add(found);
      else if (!Object.hasOwn(optionalDependencies, name)) throw missing(name);
    }
  }
  return [...folders].sort();
}

function find(packages: Record<string, LockedPackage>, from: string, name: string): string {
  const found = lookUp(packages, from, name);
  if (found === undefined || !existsSync(found)) throw missing(name);
  return found;
}

/** As Node does: in the folder's own `node_modules`, then in those of the folders above. */
function lookUp(packages: Record<string, LockedPackage>, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    const candidate = folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (Object.hasOwn(packages, candidate)) return candidate;
    if (folder === "") return undefined;
  }
}

const missing = (name: string) =>
  new UserError("package-missing", `The package ${name} is not installed; npm ci installs what the lock file names.`);
