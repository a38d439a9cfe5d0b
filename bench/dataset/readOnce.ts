import process from "node:process";
import {readDataset} from "../../dataset/readDataset.js";

/** Reads a file once, with so many cores, and prints seconds and the peak of its memory: a process of its own for each. */
const [path, cores] = process.argv.slice(2);
const start = performance.now();
const {rows} = await readDataset(path, {cores: Number(cores)});
const seconds = (performance.now() - start) / 1000;
const {user, system} = process.cpuUsage();
process.stdout.write(
  JSON.stringify({
    rows,
    seconds,
    processorSeconds: (user + system) / 1e6,
    peakBytes: process.resourceUsage().maxRSS * 1024
  })
);
