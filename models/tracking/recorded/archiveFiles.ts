import type {StoreEntry, StoreFiles} from "../mlruns/storeFiles.js";
import type {TarEntry} from "./tar.js";

/** The files of an mlruns directory in an archive, in which it is called `root`. */
export function archiveFiles(entries: readonly TarEntry[], root: string, archive: string): StoreFiles {
  const contents = new Map<string, Uint8Array>();
  const folders = new Map<string, StoreEntry[]>();
  const addFolder = (folder: string): StoreEntry[] => {
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const children: StoreEntry[] = [];
    folders.set(folder, children);
    if (folder !== "") addFolder(parentOf(folder)).push({name: nameIn(folder), isFolder: true});
    return children;
  };
  for (const {path, content} of entries) {
    if (!path.startsWith(`${root}/`)) continue;
    const inside = path.slice(root.length + 1);
    if (inside === "" || inside.endsWith("/")) addFolder(inside.slice(0, -1));
    else {
      addFolder(parentOf(inside)).push({name: nameIn(inside), isFolder: false});
      contents.set(inside, content);
    }
  }
  for (const children of folders.values()) children.sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    nameOf: (path) => `${archive}: ${root}/${path}`,
    list: async (folder) => folders.get(folder),
    read: async (path) => contents.get(path),
    size: async (path) => contents.get(path)?.length
  };
}

const nameIn = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));
