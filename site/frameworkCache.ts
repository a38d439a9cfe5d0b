import {mkdir, readdir, rm} from "node:fs/promises";
import {join} from "node:path";

const cacheOf = (project: string) => join(project, "src", ".observablehq", "cache");

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
  const npm = join(cacheOf(project), "_npm");
  await Promise.all(lazyLibraries.map((name) => mkdir(join(npm, `${name}@0.0.0`), {recursive: true})));
}

/**
 * Drops what the data loaders wrote: the build reuses any output it finds, however old. Bundled dependencies (`_node`)
 * and the versions above (`_npm`) stay.
 */
export async function dropLoaderOutputs(project: string): Promise<void> {
  const cache = cacheOf(project);
  const names = await readdir(cache).catch(() => []);
  const outputs = names.filter((name) => !name.startsWith("_"));
  await Promise.all(outputs.map((name) => rm(join(cache, name), {recursive: true, force: true})));
}
