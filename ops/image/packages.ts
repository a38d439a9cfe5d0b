import {existsSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {UserError} from "../../src/lib/errors.js";
import {isRecord, parseDocument, readEntries, readField} from "../../src/lib/json.js";

interface LockedPackage {
  dependencies: readonly string[];
  optionalDependencies: readonly string[];
}

type LockedPackages = ReadonlyMap<string, LockedPackage>;

/**
 * The folders of packages and of all that they depend on, such as `node_modules/a/node_modules/b`, by the lock file.
 * Optional dependencies count where they are installed: they are the binaries for this platform.
 * @throws UserError package-missing
 */
export async function packageFolders(names: readonly string[], lockFile = "package-lock.json"): Promise<string[]> {
  const packages = parseLockFile(await readFile(lockFile, "utf8"), lockFile);
  const folders = new Set<string>();
  for (const name of names) folders.add(find(packages, "", name));
  // A set that grows while it is walked yields what was added.
  for (const folder of folders) {
    const {dependencies, optionalDependencies} = packages.get(folder) ?? {dependencies: [], optionalDependencies: []};
    for (const name of [...dependencies, ...optionalDependencies]) {
      const found = lookUp(packages, folder, name);
      if (found !== undefined && existsSync(found)) folders.add(found);
      else if (!optionalDependencies.includes(name)) throw missing(name);
    }
  }
  return [...folders].sort();
}

/** @throws UserError lock-file-not-json, lock-file-bad-field, lock-file-missing-field */
function parseLockFile(text: string, file: string): LockedPackages {
  const lock = parseDocument(text, {title: "The lock file", file, code: "lock-file"});
  const entries = readField(
    lock,
    "packages",
    readEntries((entry) => entry.value)
  );
  return new Map(
    entries.map(([folder, entry]) => [
      folder,
      {dependencies: namesIn(entry, "dependencies"), optionalDependencies: namesIn(entry, "optionalDependencies")}
    ])
  );
}

function namesIn(entry: unknown, field: string): string[] {
  const names = isRecord(entry) ? entry[field] : undefined;
  return isRecord(names) ? Object.keys(names) : [];
}

function find(packages: LockedPackages, from: string, name: string): string {
  const found = lookUp(packages, from, name);
  if (found === undefined || !existsSync(found)) throw missing(name);
  return found;
}

/** As Node does: in the folder's own `node_modules`, then in those of the folders above. */
function lookUp(packages: LockedPackages, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    const candidate = folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (packages.has(candidate)) return candidate;
    if (folder === "") return undefined;
  }
}

const missing = (name: string) =>
  new UserError("package-missing", `The package ${name} is not installed; npm ci installs what the lock file names.`);
