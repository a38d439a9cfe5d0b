import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {type LightGBM, LightGBMError, loadLightGBM} from "lightgbm-wasm";
import {beforeAll, expect, test} from "vitest";
import {ensureBuilt} from "../../lightgbm-wasm/build.js";
import {casesDirectory, describeCases} from "./cases.js";

describeCases("model texts", () => {
  let lightgbm: LightGBM;
  const read = (name: string) => readFile(join(casesDirectory, "lgbm-text", name), "utf8");

  beforeAll(async () => {
    await ensureBuilt();
    lightgbm = await loadLightGBM();
  }, 1_200_000);

  /** What a booster gives for a few rows. */
  function predict(text: string): number[] {
    using booster = lightgbm.boosterFromString(text);
    const columnCount = booster.featureCount;
    const matrix = Float64Array.from({length: 50 * columnCount}, (_, i) => ((i * 7919) % 200) / 10 - 10);
    return [...booster.predict({matrix, columnCount})];
  }

  test("crlf.txt predicts as it does with line feeds", async () => {
    const text = await read("crlf.txt");
    expect(text).toContain("\r\n");
    expect(predict(text)).toEqual(predict(text.replaceAll("\r\n", "\n")));
  });

  test.each([
    ["truncated-tree.txt", /tree \d+/i],
    ["comma-locale.txt", /line \d+/i]
  ])("%s is refused with its place, and the instance lives", async (name, place) => {
    const text = await read(name);
    expect(() => lightgbm.boosterFromString(text)).toThrow(LightGBMError);
    expect(() => lightgbm.boosterFromString(text)).toThrow(place);
    expect(new Set(predict(await read("crlf.txt"))).size).toBeGreaterThan(1);
  });
});
