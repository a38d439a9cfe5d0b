// What the features page is made from, at the competition's full size, beside NumPy and SciPy on the same columns.

import {execFileSync} from "node:child_process";
import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {fileURLToPath} from "node:url";
import {featureProfiles} from "../../data-loaders/profile/featureProfiles.js";
import {tellTrainFromTest} from "../../data-loaders/profile/trainOrTest.js";
import {Dataset} from "../../dataset/dataset.js";
import {ensureBuilt} from "../../lightgbm-wasm/build.js";
import {summarizeCorrelations} from "../../src/lib/profile/correlations.js";
import {RandomSource} from "../../src/lib/random.js";
import {correlationMatrix} from "../../src/lib/statistics/correlationMatrix.js";
import {python, withoutPython} from "../../tests/python.js";

const [rows, features] = [200_000, 200];

/** Columns like the competition's: sums of uniform numbers, with four decimals. */
function columnsOf(seed: number): Float64Array[] {
  const random = new RandomSource(seed);
  return Array.from({length: features}, (_, feature) => {
    const column = new Float64Array(new SharedArrayBuffer(8 * rows));
    const scale = 1 + (feature % 20);
    for (let row = 0; row < rows; ++row)
      column[row] = Math.round(1e4 * scale * (random.uniform() + random.uniform() + random.uniform())) / 1e4;
    return column;
  });
}

function datasetOf(seed: number, target: Uint8Array): Dataset {
  const names = Array.from({length: features}, (_, i) => `var_${i}`);
  return new Dataset({
    ids: Array.from({length: rows}, (_, row) => String(row)),
    target,
    digest: String(seed),
    schema: {idColumn: "id", targetColumn: "target", features: names},
    columns: columnsOf(seed)
  });
}

const cpuSeconds = () => {
  const {user, system} = process.cpuUsage();
  return (user + system) / 1e6;
};

async function timed<T>(name: string, work: () => T | Promise<T>): Promise<{result: T; seconds: number}> {
  const [start, clock] = [cpuSeconds(), performance.now()];
  const result = await work();
  const seconds = cpuSeconds() - start;
  console.log(
    `  ${name}: ${seconds.toFixed(1)} s of the processor, ${((performance.now() - clock) / 1000).toFixed(1)} s by the clock`
  );
  return {result, seconds};
}

await ensureBuilt();
const random = new RandomSource(3);
const target = Uint8Array.from({length: rows}, () => (random.uniform() < 0.1 ? 1 : 0));
const [train, test] = [datasetOf(1, target), datasetOf(2, target)];
console.log(`${rows} + ${rows} rows × ${features} features, two cores`);
const source = {kind: "demo", trainRows: rows, testRows: rows, digest: "0"} as const;
const profiles = await timed("statistics, rates and repeated values", () => featureProfiles(train, test, source));
const matrix = await timed("correlations of all pairs", () => correlationMatrix(train.columns));
await timed("their order", () => summarizeCorrelations(matrix.result, train.featureNames));
await timed("telling train from test", () => tellTrainFromTest(train, test));
console.log(`  memory: ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB at most`);

if (python === undefined) console.log(`without NumPy and SciPy: ${withoutPython}`);
else {
  const folder = await mkdtemp(join(tmpdir(), "bench-features-"));
  try {
    for (const [name, {columns}] of Object.entries({train, test}))
      await writeFile(join(folder, `${name}.bin`), Buffer.concat(columns.map((column) => Buffer.from(column.buffer))));
    await writeFile(join(folder, "target.bin"), target);
    const program = fileURLToPath(new URL("reference.py", import.meta.url));
    const {seconds, megabytes} = JSON.parse(
      execFileSync(python, [program, folder, String(rows), String(features)], {encoding: "utf8"})
    );
    const ours = profiles.seconds + matrix.seconds;
    console.log(
      `  NumPy and SciPy, statistics and correlations: ${seconds.toFixed(1)} s, ${(seconds / ours).toFixed(1)} × ours; ${megabytes.toFixed(0)} MB`
    );
  } finally {
    await rm(folder, {recursive: true});
  }
}
