import {ensureData} from "../data-loaders/dataset/ensureData.js";
import {buildSite} from "./build.js";
import type {FrameworkOptions} from "./framework.js";
import {reportLoaders} from "./reportLoaders.js";

/** Builds the report of this repository, on demo data if there are no others. */
export async function buildReport(options: Omit<FrameworkOptions, "project" | "loaders"> = {}): Promise<void> {
  // Before the loaders' inputs are looked at, which it may be among.
  await ensureData();
  await buildSite({...options, loaders: reportLoaders()});
}
