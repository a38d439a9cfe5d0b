import {join} from "node:path";
import {provideData} from "../data-loaders/provide/provideData.js";
import {UserError} from "../src/lib/errors.js";
import {checkSite} from "./check.js";
import {buildPages, type FrameworkOptions} from "./framework.js";
import {reportLoaders} from "./reportLoaders.js";

/**
 * Builds the report into `dist/` and checks that it is whole.
 * @throws UserError build-failed, site-broken
 */
export async function buildSite(options: FrameworkOptions = {}): Promise<void> {
  await buildPages(options);
  const problems = await checkSite(join(options.project ?? ".", "dist"));
  if (problems.length === 0) return;
  const lines = problems.map(({file, message}) => `  ${file}: ${message}`);
  throw new UserError("site-broken", `The built report would break in a browser:\n${lines.join("\n")}`);
}

/** Builds the report of this repository, on the data that there are, Kaggle's, or demo data. */
export async function buildReport(options: Omit<FrameworkOptions, "project" | "loaders"> = {}): Promise<void> {
  // Before the loaders' inputs are looked at, which it may be among.
  await provideData({onNotice: console.error});
  await buildSite({...options, loaders: reportLoaders()});
}
