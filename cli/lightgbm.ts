import {ensureBuilt} from "../lightgbm-wasm/build.js";
import {notice} from "./command.js";
import {Progress} from "./progress.js";

/** Builds LightGBM for WebAssembly if it is missing or out of date, and shows how far that is. */
export async function ensureLightgbm(signal: AbortSignal): Promise<void> {
  using progress = new Progress("Building LightGBM");
  await ensureBuilt({
    signal,
    report: (line) => notice(`${line.slice(0, 1).toUpperCase()}${line.slice(1)}.`),
    onProgress: (done, total, note) => progress.report(done, {total, note})
  });
  progress.end();
}
