import {provideData} from "../data-loaders/provide/provideData.js";
import {buildSite} from "./build.js";
import type {FrameworkOptions} from "./framework.js";
import {reportLoaders} from "./reportLoaders.js";

/** Builds the report of this repository, on the data that there are, Kaggle's, or demo data. */
export async function buildReport(options: Omit<FrameworkOptions, "project" | "loaders"> = {}): Promise<void> {
  // Before the loaders' inputs are looked at, which it may be among.
  await provideData({onNotice: console.error});
  await buildSite({...options, loaders: reportLoaders()});
}
