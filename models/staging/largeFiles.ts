/** From here on Git LFS keeps a file. */
export const largeFileBytes = 5_000_000;

const attributesFile = ".gitattributes";

/**
 * The files of a staged model, and with them, where some are over 5 MB, the `.gitattributes` by which Git LFS takes
 * those. It lies in the model's own folder, as it comes and goes with the model.
 */
export function withLargeFileAttributes(files: Readonly<Record<string, Uint8Array>>): Record<string, Uint8Array> {
  const large = Object.entries(files).flatMap(([name, {length}]) => (length > largeFileBytes ? [name] : []));
  if (large.length === 0) return {...files};
  const lines = large.sort().map((name) => `/${name} filter=lfs diff=lfs merge=lfs -text\n`);
  return {...files, [attributesFile]: new TextEncoder().encode(lines.join(""))};
}
