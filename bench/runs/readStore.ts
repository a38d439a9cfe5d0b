import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {gzipSync} from "node:zlib";
import {writeExperiment} from "../../data-loaders/experiments/writeExperiment.js";
import {parseExperiment} from "../../src/lib/experiment/parseExperiment.js";

// In a process of its own, as a build's data loader is one.
const [directory = ""] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), "bench-details-"));
try {
  const start = performance.now();
  const text = await writeExperiment({env: {}, directory, folder, recordedFile: "none", data: "none", warn: fail});
  const seconds = (performance.now() - start) / 1000;
  const {user, system} = process.cpuUsage();
  const megabytes = process.resourceUsage().maxRSS / 1000;
  const kilobytes = gzipSync(text).length / 1000;
  process.stdout.write(
    JSON.stringify({runs: parseExperiment(text).runs.length, seconds, cpu: (user + system) / 1e6, megabytes, kilobytes})
  );
} finally {
  await rm(folder, {recursive: true});
}

function fail(message: string): never {
  throw new Error(message);
}
