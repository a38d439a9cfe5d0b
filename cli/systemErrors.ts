const sentences: Readonly<Record<string, (what: string) => string>> = {
  ENOENT: (what) => `There is no ${what}.`,
  ENOTDIR: (what) => `Part of the path of ${what} is a file, not a folder.`,
  EISDIR: (what) => `${upperFirst(what)} is a folder; a file is needed here.`,
  EEXIST: (what) => `${upperFirst(what)} exists already.`,
  ENOTEMPTY: (what) => `${upperFirst(what)} is a folder that is not empty.`,
  EACCES: (what) => `No permission to use ${what}.`,
  EPERM: (what) => `No permission to change ${what}.`,
  EROFS: (what) => `${upperFirst(what)} is on a read-only disk.`,
  EBUSY: (what) => `${upperFirst(what)} is in use by another program.`,
  ENAMETOOLONG: (what) => `The name of ${what} is too long.`,
  ENOSPC: (what) => `The disk is full: ${what} was not written.`,
  EDQUOT: (what) => `Your share of the disk is used up: ${what} was not written.`,
  EIO: (what) => `The disk failed at ${what}.`
};

/**
 * The sentence for an error of the file system, of a port in use, or of a package that is not installed; undefined for
 * any other error.
 */
export function describeSystemError(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  if (error.code === "ERR_MODULE_NOT_FOUND")
    return `${error.message.split("\n")[0]}. Are the packages installed? npm ci installs them.`;
  if (error.code === "EADDRINUSE")
    return `Port ${"port" in error ? error.port : ""} is in use; choose another with --port.`;
  const path = "path" in error && typeof error.path === "string" ? error.path : undefined;
  return Object.hasOwn(sentences, error.code)
    ? sentences[error.code](path === undefined ? "the file or folder" : `“${path}”`)
    : undefined;
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
