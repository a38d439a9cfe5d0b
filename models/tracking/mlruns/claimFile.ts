import {randomUUID} from "node:crypto";
import {link, mkdir, readFile, rm, writeFile} from "node:fs/promises";
import {dirname} from "node:path";
import {isFileError, partialPath, withFileName} from "../../../dataset/files.js";

/** Makes a file with this content if there is none, and returns the content that it has then: the first process makes it. */
export async function claimFile(file: string, content: string): Promise<string> {
  const partial = partialPath(`${file}-${randomUUID()}`);
  await mkdir(dirname(file), {recursive: true});
  await withFileName(file, writeFile(partial, content));
  try {
    // Unlike `rename` it replaces nothing, and unlike `open` it makes no file that is still empty.
    await link(partial, file);
    return content;
  } catch (error) {
    if (!isFileError(error, "EEXIST")) throw error;
    return await readFile(file, "utf8");
  } finally {
    await rm(partial, {force: true});
  }
}
