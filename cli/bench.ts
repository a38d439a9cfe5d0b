import {spawn} from "node:child_process";
import {once} from "node:events";
import {existsSync} from "node:fs";
import {readdir} from "node:fs/promises";
import {join} from "node:path";
import process from "node:process";
import {UserError} from "../src/lib/errors.js";
import {nearestName} from "../src/lib/nearestName.js";
import {runCommand} from "./command.js";

const directory = "bench";

await runCommand({
  name: "bench",
  summary: "Runs the benchmarks, each beside a reference that is measured in the same run.",
  positionals: [{name: "NAME", description: "the benchmarks to run (default: all)", optional: true, repeated: true}],
  options: {list: {kind: "switch", description: "only list the benchmarks"}},
  async run({options, positionals: names}) {
    const benchmarks = await findBenchmarks();
    if (options.list) return void process.stdout.write(`${[...benchmarks.keys()].join("\n")}\n`);
    const chosen = names.length === 0 ? [...benchmarks.values()] : names.map((name) => findBenchmark(name, benchmarks));
    for (const file of chosen) await measure(file);
  }
});

/** Files of the directory, and folders with an index, by name. */
async function findBenchmarks(): Promise<Map<string, string>> {
  const benchmarks = new Map<string, string>();
  for (const entry of await readdir(directory, {withFileTypes: true})) {
    const index = join(directory, entry.name, "index.ts");
    if (entry.isDirectory() && existsSync(index)) benchmarks.set(entry.name, index);
    if (entry.isFile() && entry.name.endsWith(".ts"))
      benchmarks.set(entry.name.slice(0, -".ts".length), join(directory, entry.name));
  }
  return benchmarks;
}

function findBenchmark(name: string, benchmarks: ReadonlyMap<string, string>): string {
  const file = benchmarks.get(name);
  if (file !== undefined) return file;
  const near = nearestName(name, benchmarks.keys());
  const hint = near === undefined ? "--list names them." : `Did you mean ${near}?`;
  throw new UserError("unknown-benchmark", `There is no benchmark ${name}. ${hint}`);
}

/** Each has a process of its own, so that none works in the memory that another one left. */
async function measure(file: string): Promise<void> {
  process.stdout.write(`${file}\n`);
  const child = spawn(process.execPath, ["--expose-gc", "--import", "tsx", file], {stdio: "inherit"});
  const [exitCode] = await once(child, "exit");
  if (exitCode !== 0) throw new UserError("benchmark-failed", `${file} failed; what it says is above.`);
}
