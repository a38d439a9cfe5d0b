import {join} from "node:path";
import {UserError} from "../src/lib/errors.js";
import {checkSite} from "./check.js";
import {buildPages, type FrameworkOptions} from "./framework.js";

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
