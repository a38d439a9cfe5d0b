import type {Stats} from "node:fs";
import {stat} from "node:fs/promises";

/** The status of a regular file, or undefined if there is none of that name. */
export async function fileStatus(path: string): Promise<Stats | undefined> {
  try {
    const status = await stat(path);
    return status.isFile() ? status : undefined;
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"))
      return undefined;
    throw error;
  }
}
