// Not TypeScript, because whether a worker inherits the loader of TypeScript depends on who started it (tsx hands it
// on, Vitest does not): so the worker brings its own.
import {tsImport} from "tsx/esm/api";

await tsImport("./partReader.ts", import.meta.url);
