// LightGBM in WebAssembly against the wheel of Python's lightgbm: training, prediction, cross-validation.

import {compareCrossValidation, compareSpeed, compareThreads} from "./speed.js";

for (const rows of [40_000, 200_000]) await compareSpeed(rows);
for (const rows of [40_000, 200_000]) await compareSpeed(rows, {use_quantized_grad: true});
await compareThreads(200_000);
for (const rows of [40_000, 200_000]) await compareCrossValidation(rows);
