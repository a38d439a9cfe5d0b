// The one file of the pipeline that is not TypeScript: whether a worker inherits the loader of TypeScript depends on
// who started it (tsx hands it on, Vitest does not), so the worker brings its own.
import {tsImport} from "tsx/esm/api";

await tsImport("./foldWorker.ts", import.meta.url);
