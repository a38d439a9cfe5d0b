import {execFileSync} from "node:child_process";
import {existsSync} from "node:fs";
import {readdir} from "node:fs/promises";
import {join} from "node:path";
import {describeNeeds} from "../needs.js";

/** Inputs that once failed, with what should happen in their README; beside the checkout, not in it. */
export const casesDirectory = "../shared/cases";

export const describeCases = describeNeeds("cases in ../shared/cases", existsSync(casesDirectory));

/** Unpacks an archive of cases; returns the one folder in it. */
export async function unpackCase(name: string, into: string): Promise<string> {
  execFileSync("tar", ["-xzf", join(casesDirectory, `${name}.tar.gz`), "-C", into]);
  const [folder] = (await readdir(into)).filter((entry) => name.endsWith(entry));
  if (folder === undefined) throw new Error(`There is no folder in ${name}.tar.gz.`);
  return join(into, folder);
}
