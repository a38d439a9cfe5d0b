import {mkdir} from "node:fs/promises";
import {join} from "node:path";

/** Every library that Framework's client could import lazily, used or not. */
const lazyLibraries = [
  "@observablehq/plot",
  "@observablehq/sample-datasets",
  "apache-arrow",
  "arquero",
  "d3",
  "d3-dsv",
  "echarts",
  "htl",
  "leaflet",
  "lodash",
  "mapbox-gl",
  "parquet-wasm",
  "react",
  "react-dom",
  "topojson-client"
];

/**
 * Answers Framework's question for the latest version of each lazy library. It asks the npm registry unless its cache
 * has a directory named after any version; with these the build needs no network at all.
 */
export async function seedVersions(project: string): Promise<void> {
  const npm = join(project, "src", ".observablehq", "cache", "_npm");
  await Promise.all(lazyLibraries.map((name) => mkdir(join(npm, `${name}@0.0.0`), {recursive: true})));
}
