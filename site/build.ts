import {rm} from "node:fs/promises";
import {relative} from "node:path";
import process from "node:process";
import {allowMissingVariable} from "../data-loaders/experiments/loadExperiment.js";
import {provideData} from "../data-loaders/provide/provideData.js";
import {UserError} from "../src/lib/errors.js";
import {withLock} from "./buildLock.js";
import {describeReport} from "./describeReport.js";
import {buildPages, type FrameworkOptions} from "./framework.js";
import {bundlePages} from "./output/bundlePages.js";
import {checkSite} from "./output/check.js";
import {reportLoaders} from "./reportLoaders.js";
import {SiteVersions} from "./versions.js";

/**
 * Builds the report, checks that it is whole, and only then puts it in the place of `dist/`: whatever goes wrong, and
 * whenever the build is ended, the earlier one stays and goes on being served. Builds of one project wait for each other.
 * @throws UserError build-failed, site-broken
 */
export async function buildSite(options: FrameworkOptions = {}): Promise<void> {
  const {project = ".", onNotice} = options;
  const versions = new SiteVersions(project);
  const onWait = () => onNotice?.("Another build is running; this one begins when it has ended.");
  await withLock(versions.lockFile, () => buildVersion(versions, {...options, project}), {onWait});
}

async function buildVersion(versions: SiteVersions, options: FrameworkOptions & {project: string}): Promise<void> {
  await versions.clearLeftovers();
  const folder = versions.newFolder();
  try {
    await buildPages({...options, output: relative(options.project, folder)});
    await refuseBroken(folder);
    await bundlePages(options.project, folder);
    await refuseBroken(folder);
    await versions.publish(folder);
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
}

async function refuseBroken(folder: string): Promise<void> {
  const problems = await checkSite(folder);
  if (problems.length === 0) return;
  const lines = problems.map(({file, message}) => `  ${file}: ${message}`);
  throw new UserError("site-broken", `The built report would break in a browser:\n${lines.join("\n")}`);
}

export interface ReportOptions extends Omit<FrameworkOptions, "project" | "loaders" | "env"> {
  /** Leaves out runs that cannot be read, instead of failing. */
  allowMissing?: boolean;
}

/**
 * Builds the report of this repository, on the data that there are, Kaggle's, or demo data. What it holds, and what was
 * left out of it and why, is reported at the end.
 * @throws UserError build-failed, with the name of a run that cannot be read; site-broken
 */
export async function buildReport({allowMissing = false, ...options}: ReportOptions = {}): Promise<void> {
  const start = Date.now();
  const {onNotice = console.error} = options;
  // Before the loaders' inputs are read, which it may be among.
  await provideData({onNotice});
  if (!options.quiet) onNotice("Building the report…");
  await buildSite({
    ...options,
    loaders: reportLoaders(process.env, {allowMissing}),
    env: allowMissing ? {[allowMissingVariable]: "true"} : {},
    onNotice
  });
  if (!options.quiet) for (const sentence of await describeReport(Date.now() - start)) onNotice(sentence);
}
