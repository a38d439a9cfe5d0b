import {once} from "node:events";
import {type FileHandle, open, readlink, realpath, stat} from "node:fs/promises";
import {dirname, resolve} from "node:path";
import process from "node:process";
import {UserError} from "../src/lib/errors.js";
import {describeFileError, ifPresent, isFileError, replaceFile} from "./files.js";

/** Where a command's result goes, piece by piece. */
export interface Output {
  write(text: string): Promise<unknown>;
}

/** What names standard input or output in the place of a file. */
export const standardStream = "-";

const standardOutputs = [standardStream, "/dev/stdout", "/proc/self/fd/1", "/dev/fd/1"];

/** Whether this is standard output, so that a command's own words have to go elsewhere. */
export const isStandardOutput = (path: string): boolean => standardOutputs.includes(path);

/**
 * Writes a result where a path points: a regular file is replaced in one step once the new one is whole, also behind a
 * link, which stays; a device or a pipe is written to, and `-` is standard output.
 * @throws UserError output-closed where the reader of a pipe ended before; others of `describeFileError`
 */
export async function writeOutput<Result>(path: string, write: (output: Output) => Promise<Result>): Promise<Result> {
  if (isStandardOutput(path)) return write({write: writeStandardOutput});
  const target = await linkTarget(path);
  const status = await ifPresent(stat(target));
  if (status === undefined || status.isFile() || status.isDirectory())
    return replaceFile(target, (file) => write(appendTo(file)));
  try {
    const file = await open(target, "a");
    try {
      return await write(appendTo(file));
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isFileError(error, "EPIPE")) throw closed(path);
    throw describeFileError(error, path);
  }
}

const appendTo = (file: FileHandle): Output => ({write: (text) => file.appendFile(text)});

/** The file that a link stands for, whether there is one yet or not. */
async function linkTarget(path: string): Promise<string> {
  const found = await ifPresent(realpath(path));
  if (found !== undefined) return found;
  const link = await readlink(path).catch(() => undefined);
  return link === undefined ? path : resolve(dirname(path), link);
}

async function writeStandardOutput(text: string): Promise<void> {
  const {stdout} = process;
  if (stdout.destroyed) throw closed(standardStream);
  if (!stdout.write(text)) await once(stdout, "drain");
}

function closed(path: string): UserError {
  return new UserError("output-closed", `Whoever reads ${path} closed it before its end.`, {file: path});
}
