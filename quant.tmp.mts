import {readFile} from "node:fs/promises";
const W = "/work/wt-lead";
const {loadLightGBM} = await import(`${W}/lightgbm-wasm/src/index.ts`);
const {DemoSampler} = await import(`${W}/data-loaders/demo/demoSampler.ts`);
const {lightgbm} = await import(`${W}/models/catalogue/lightgbm.ts`);
const {tunedParams} = await import(`${W}/models/catalogue/tunedLightgbm.ts`);
const [file, rowsText] = process.argv.slice(2); const rows = Number(rowsText);
const sampler = new DemoSampler(42, 0);
let columns: Float64Array[] = []; const label = new Float32Array(rows);
for (let r = 0; r < rows; ++r) { sampler.next(); if (r === 0) columns = Array.from(sampler.units, () => new Float64Array(rows)); for (let c = 0; c < columns.length; ++c) columns[c][r] = sampler.units[c] / 1e4; label[r] = sampler.target(); }
console.log("data", columns.length, label.reduce((a, b) => a + b, 0) / rows);
const clock = () => { const {user, system} = process.cpuUsage(); return (user + system) / 1e6; };
const ids = Int32Array.from(label.keys());
const folds = Array.from({length: 5}, (_, f) => ({training: ids.filter((r) => r % 5 !== f), validation: ids.filter((r) => r % 5 === f)}));
const bin = await readFile(file);
const base = {objective: "binary", seed: 42, metric: "auc"};
const {name: _n, ...lp} = {name: 1, num_iterations: 100, num_leaves: 20, learning_rate: 0.005, feature_fraction: 0.4, max_bin: 1023, min_data_in_leaf: 800, lambda_l1: 0.1, lambda_l2: 0.2};
const {early_stopping_round: _e, first_metric_only: _f, ...tp} = tunedParams as any;
for (const [name, p] of [["lightgbm", lp], ["lightgbm lr .1", {...lp, learning_rate: .1}], ["tuned, 1000", {...tp, num_iterations: 1000}]] as const)
  for (const [q, extra] of [["float", {}], ["quantised 4", {use_quantized_grad: true}], ["quantised 4, renewed", {use_quantized_grad: true, quant_train_renew_leaf: true}], ["quantised 16, renewed", {use_quantized_grad: true, num_grad_quant_bins: 16, quant_train_renew_leaf: true}]] as const) {
    const l = await loadLightGBM(bin); const params = {...base, ...p, ...extra};
    const d = l.dataset({columns, label, params}); const t = clock();
    const r = await l.cv(params, d, {folds, evaluationPeriod: params.num_iterations});
    const s = clock() - t;
    console.log(name, "|", q, "|", s.toFixed(2), "s |", JSON.stringify((r as any).evaluations.at(-1).evaluations.mean.validation), JSON.stringify((r as any).evaluations.at(-1).evaluations.folds.map((f: any) => +f.validation.auc.toFixed(4))));
    l.free?.();
  }
process.exit(0);
