import {register} from "tsx/esm/api";

// Node gives a worker none of the loaders that its parent has registered.
register();
await import("./trainingWorker.ts");
