// Runs the module that `workerData.module` names. Not TypeScript, because whether a worker inherits the loader of
// TypeScript depends on who started it (tsx hands it on, Vitest does not): so the worker brings its own.
import {workerData} from "node:worker_threads";
import {tsImport} from "tsx/esm/api";

await tsImport(workerData.module, import.meta.url);
