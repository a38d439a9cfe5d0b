import {register} from "tsx/esm/api";

// `--import tsx` reaches the main thread alone, so a thread registers it itself.
register();
export const {default: score} = await import("./scoringThread.ts");
export default score;
