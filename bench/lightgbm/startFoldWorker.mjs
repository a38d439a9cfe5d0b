import {tsImport} from "tsx/esm/api";

// Node gives a worker none of the loaders that its parent has registered.
await tsImport("./foldWorker.ts", import.meta.url);
