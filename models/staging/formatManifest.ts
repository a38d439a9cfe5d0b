import type {Manifest} from "../../src/lib/staged/manifest.js";

/** One line a field, and one a histogram, so that a change of model reads well in a review. */
export function formatManifest(manifest: Manifest): string {
  const fields = Object.entries(manifest).map(([name, value]) => {
    const text = name === "histograms" ? formatLines(manifest.histograms) : JSON.stringify(value);
    return `  ${JSON.stringify(name)}: ${text}`;
  });
  return `{\n${fields.join(",\n")}\n}\n`;
}

function formatLines(values: readonly unknown[]): string {
  return `[\n${values.map((value) => `    ${JSON.stringify(value)}`).join(",\n")}\n  ]`;
}
