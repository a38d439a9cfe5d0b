const sentences: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: (path) => `There is no ${path}.`,
  ENOTDIR: (path) => `Part of the path of ${path} is a file, not a folder.`,
  EISDIR: (path) => `${path} is a folder, not a file.`,
  EEXIST: (path) => `${path} exists already.`,
  ENOTEMPTY: (path) => `${path} is a folder that is not empty.`,
  EACCES: (path) => `There is no permission to use ${path}.`,
  EPERM: (path) => `There is no permission to change ${path}.`,
  EROFS: (path) => `${path} is on a read-only disk.`,
  EBUSY: (path) => `${path} is in use by another program.`,
  ENAMETOOLONG: (path) => `The name ${path} is too long.`,
  ENOSPC: (path) => `The disk is full; ${path} was not written.`,
  EDQUOT: (path) => `Your share of the disk is used up; ${path} was not written.`,
  EIO: (path) => `The disk failed at ${path}.`
};

/** For what Node reports without a path, as of a file that is open already. */
const withoutPath: Readonly<Record<string, string>> = {
  EISDIR: "There is a folder where a file is needed.",
  EACCES: "There is no permission to use a file.",
  ENOSPC: "The disk is full.",
  EDQUOT: "Your share of the disk is used up.",
  EIO: "The disk failed."
};

/**
 * The sentence for an error of the file system, of a port in use, or of a package that is not installed; undefined for
 * any other error.
 */
export function describeSystemError(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  if (error.code === "ERR_MODULE_NOT_FOUND")
    return `${error.message.split("\n")[0]}. Are the packages installed? npm ci installs them.`;
  if (error.code === "EADDRINUSE" && "port" in error)
    return `Port ${error.port} is in use; choose another with --port.`;
  const hasPath = "path" in error && typeof error.path === "string";
  if (!hasPath) return Object.hasOwn(withoutPath, error.code) ? withoutPath[error.code] : undefined;
  return Object.hasOwn(sentences, error.code) ? sentences[error.code](`“${error.path}”`) : undefined;
}
