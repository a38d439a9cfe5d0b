import {statfs} from "node:fs/promises";
import {UserError} from "../../src/lib/errors.js";

/** What an error of the file system means to the user; any other error as it is. */
export function diskFault(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  switch (error.code) {
    case "ENOSPC":
    case "EDQUOT":
      return new UserError("disk-full", `The disk is full: ${file} cannot be written. Make room and run this again.`);
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new UserError("file-not-writable", `${file} cannot be written: you are not allowed to write there.`);
    case "EISDIR":
    case "ENOTDIR":
    case "EEXIST":
      return new UserError("file-not-writable", `${file} cannot be written: something else has that name.`);
    default:
      return error;
  }
}

/**
 * Finds out before the work, rather than near its end, that there is not enough room.
 * @throws UserError disk-full
 */
export async function checkRoom(directory: string, bytes: number, purpose: string): Promise<void> {
  const {bavail, bsize} = await statfs(directory);
  const room = bavail * bsize;
  if (room >= bytes) return;
  const [needed, free] = [bytes, room].map((amount) => `${Math.round(amount / 1e6).toLocaleString("en")} MB`);
  throw new UserError("disk-full", `${purpose} needs ${needed} in ${directory}, where ${free} are free.`);
}
