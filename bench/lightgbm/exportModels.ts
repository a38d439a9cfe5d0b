// Trains some of the cases of cases.ts and writes, for Python, each model's text and a few rows to predict.
// Run with: node --import tsx bench/lightgbm/exportModels.ts FOLDER

import {mkdir, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {ensureBuilt} from "../../lightgbm-wasm/build.js";
import {loadLightGBM} from "../../lightgbm-wasm/src/index.js";
import {pythonCases, trainCase} from "../../lightgbm-wasm/tests/pythonCases.js";

const folder = process.argv[2];
await mkdir(folder, {recursive: true});
await ensureBuilt();
const lightgbm = await loadLightGBM();
for (const name of pythonCases) {
  const {booster, rows} = await trainCase(lightgbm, name);
  await writeFile(join(folder, `${name}.txt`), booster.toString());
  await writeFile(join(folder, `${name}.data`), rows);
  booster.free();
}
