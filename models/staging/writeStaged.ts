import {checkReplaceable, replaceDirectory} from "../../dataset/replaceDirectory.js";
import type {Manifest} from "../../src/lib/staged/manifest.js";
import {parseManifest} from "../../src/lib/staged/parseManifest.js";
import {digestOf, manifestFile} from "../../src/lib/staged/stagedModel.js";
import {withLargeFileAttributes} from "./largeFiles.js";

/** Replaces what is in the directory by a model and its manifest, which gets the files' digests. */
export async function writeStaged(
  directory: string,
  files: Readonly<Record<string, Uint8Array>>,
  description: Omit<Manifest, "files">
): Promise<Manifest> {
  const {histograms, ...rest} = description;
  const digests = Object.entries(files).map(([name, content]) => [name, digestOf(content)]);
  const manifest: Manifest = {...rest, histograms, files: Object.fromEntries(digests)};
  const text = formatManifest(manifest);
  parseManifest(text);
  await checkReplaceable(directory, manifestFile);
  await replaceDirectory(
    directory,
    withLargeFileAttributes({...files, [manifestFile]: new TextEncoder().encode(text)})
  );
  return manifest;
}

/**
 * One line a field, and one a histogram, so that a change of model reads well in a review. A number that is not finite
 * becomes null here, and is refused where the text is read again.
 */
function formatManifest(manifest: Manifest): string {
  const fields = Object.entries(manifest).map(([name, value]) => {
    const text = name === "histograms" ? formatLines(manifest.histograms) : JSON.stringify(value);
    return `  ${JSON.stringify(name)}: ${text}`;
  });
  return `{\n${fields.join(",\n")}\n}\n`;
}

function formatLines(values: readonly unknown[]): string {
  return `[\n${values.map((value) => `    ${JSON.stringify(value)}`).join(",\n")}\n  ]`;
}
