import {register} from "tsx/esm/api";

// `--import tsx` reaches the main thread alone, so a thread registers it itself.
register();
await import("./inferenceThread.ts");
