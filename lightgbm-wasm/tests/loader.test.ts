import {readFile} from "node:fs/promises";
import {beforeAll, describe, expect, it} from "vitest";
import {ensureBuilt} from "../build.js";
import {compileLightGBM, LightGBMError, loadLightGBM} from "../src/index.js";

let file: string;

beforeAll(async () => {
  [file] = await ensureBuilt();
}, 1_200_000);

describe("the module", () => {
  it("is taken from a path, an address, bytes, or compiled before, given first or among the options", async () => {
    const bytes = await readFile(file);
    const view = new Uint8Array(bytes);
    const sources = [file, new URL(`file://${file}`), view, view.buffer, await compileLightGBM(file)];
    for (const wasm of sources) {
      using first = await loadLightGBM(wasm);
      using among = await loadLightGBM(undefined, {wasm});
      expect(first.memoryBytes).toBe(among.memoryBytes);
    }
  });

  it.each([
    ["a page in its place", "data:text/html,<!doctype html>", /is not LightGBM's module, but text\/html.*optimizeDeps/],
    ["nothing", "data:application/octet-stream,", /is not LightGBM's module/],
    ["a server that is not there", "http://127.0.0.1:9/lightgbm.wasm", /cannot be fetched from http:\/\/127.0.0.1:9/],
    ["what is no module", {}, /given as a URL, a path, bytes/]
  ])("is an error with a way out if there is %s", async (_, source, message) => {
    await expect(loadLightGBM(source)).rejects.toThrow(LightGBMError);
    await expect(loadLightGBM(source)).rejects.toThrow(message);
  });
});
