import {parentPort, workerData} from "node:worker_threads";
import {loadLightGBM} from "../src/index.js";

const {module, columns, label, rows, params} = workerData;
const lightgbm = await loadLightGBM(module);
using dataset = lightgbm.dataset({columns, label, rows, params});
using booster = await lightgbm.train(params, dataset);
parentPort?.postMessage(booster.toString());
