// Compiled trees against everything else that scores LightGBM's models: processor time of one thread, side by side.

import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {treeEnsembleToOnnx} from "../../src/lib/onnx/treeEnsemble.js";
import {combineStumps} from "../../src/lib/trees/combineStumps.js";
import {parseTreeEnsemble} from "../../src/lib/trees/parse.js";
import {withoutPython} from "../../tests/python.js";
import {median} from "../support/median.js";
import {type Contender, type Pass, startNode, startPython} from "./contenders.js";
import {type BenchmarkModel, benchmarkModels} from "./models.js";

const rounds = 5;
const rowCount = 20_000;
const ours = "scorer";
const names = ["lightgbm-wasm", "onnxruntime-web"];
const oneByOne = [`${ours}, rows one by one`, "lightgbm-wasm, rows one by one"];

for await (const model of benchmarkModels(rowCount)) {
  const folder = await mkdtemp(join(tmpdir(), "bench-scoring-"));
  const contenders = new Map<string, Contender>();
  try {
    await writeModel(model, folder);
    for (const name of [ours, ...names, ...oneByOne]) contenders.set(name, await startNode(name, folder));
    for (const threads of [1, 2]) {
      const python = await startPython(folder, threads);
      if (python) contenders.set(`PyPI wheel, ${threads} thread${threads > 1 ? "s" : ""}`, python);
      else console.log(`without the PyPI wheel: ${withoutPython}`);
    }
    const passes = new Map(Array.from(contenders.keys(), (name) => [name, [] as Pass[]]));
    // In turn, so that a busy moment of the machine hits all of them.
    for (let round = 0; round < rounds; ++round) {
      for (const [name, contender] of contenders) passes.get(name)?.push(await contender.run());
    }
    report(model.name, passes);
  } finally {
    for (const contender of contenders.values()) contender.end();
    await rm(folder, {recursive: true});
  }
}

async function writeModel({text, rows, sumStumps}: BenchmarkModel, folder: string): Promise<void> {
  const ensemble = parseTreeEnsemble(text);
  const columnCount = ensemble.featureNames.length;
  await writeFile(join(folder, "model.txt"), text);
  await writeFile(join(folder, "model.onnx"), treeEnsembleToOnnx(sumStumps ? combineStumps(ensemble) : ensemble));
  await writeFile(join(folder, "rows.bin"), rows);
  await writeFile(join(folder, "model.json"), JSON.stringify({columnCount, sumStumps}));
}

function report(model: string, passes: ReadonlyMap<string, readonly Pass[]>): void {
  console.log(`${model}: ${rowCount} rows × 200 features, medians of ${rounds}, microseconds a row`);
  const microseconds = (name: string, of: (pass: Pass) => number) =>
    (median((passes.get(name) ?? []).map(of)) / rowCount) * 1e6;
  const expected = passes.get(ours)?.[0].scores ?? [];
  for (const [name, [{scores}]] of passes) {
    const cpu = microseconds(name, ({cpuSeconds}) => cpuSeconds);
    const wall = microseconds(name, ({wallSeconds}) => wallSeconds);
    const times = [
      cpu / microseconds(ours, ({cpuSeconds}) => cpuSeconds),
      wall / microseconds(ours, ({wallSeconds}) => wallSeconds)
    ];
    const worst = scores.reduce((most, score, i) => Math.max(most, Math.abs(score - expected[i])), 0);
    console.log(
      `  ${name.padEnd(32)} processor ${cpu.toFixed(2).padStart(7)} (× ${times[0].toFixed(1)}), ` +
        `clock ${wall.toFixed(2).padStart(7)} (× ${times[1].toFixed(1)}); probabilities within ${worst.toExponential(1)}`
    );
  }
}
