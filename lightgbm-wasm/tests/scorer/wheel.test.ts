import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {python, runPython, withoutPython} from "../../../tests/python.js";
import {contributions, loadScorer} from "../../src/scorer/index.js";
import {randomModel} from "./randomModels.js";

/** `npm run exhaustive -w lightgbm-wasm` sets 500. */
const modelCount = Number(process.env.LIGHTGBM_MODELS ?? 60);

/** Predicts each model's rows, and writes raw scores and outputs beside them. */
const program = `
import pathlib, sys, lightgbm, numpy
for file in sorted(pathlib.Path(sys.argv[1]).glob("*.txt")):
    booster = lightgbm.Booster(model_file=file, params={"verbosity": -1})
    rows = numpy.fromfile(file.with_suffix(".rows")).reshape(-1, booster.num_feature())
    booster.predict(rows, raw_score=True, num_threads=1).tofile(file.with_suffix(".raw"))
    booster.predict(rows, num_threads=1).tofile(file.with_suffix(".probability"))
    booster.predict(rows[:20], pred_contrib=True, num_threads=1).tofile(file.with_suffix(".contributions"))
`;

describe.skipIf(python === undefined)(`a scorer and the PyPI wheel (${withoutPython})`, () => {
  it(`agree on ${modelCount} random models: raw scores in every bit, outputs within 1e-12, contributions within 1e-9`, async () => {
    const folder = await mkdtemp(join(tmpdir(), "scorer-wheel-"));
    const seeds = Array.from({length: modelCount}, (_, i) => i + 1);
    const numbers = async (seed: number, kind: string): Promise<Float64Array> => {
      const bytes = await readFile(join(folder, `${seed}.${kind}`));
      return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    };
    for (const seed of seeds) {
      const {text, matrix} = randomModel(seed);
      await writeFile(join(folder, `${seed}.txt`), text);
      await writeFile(join(folder, `${seed}.rows`), matrix);
    }
    runPython(program, [folder]);
    for (const seed of seeds) {
      const {text, matrix, columnCount} = randomModel(seed);
      const scorer = await loadScorer(text);
      const raw = await numbers(seed, "raw");
      expect(scorer.predict({matrix, columnCount}, {kind: "raw"}), `model ${seed}`).toEqual(raw);
      const theirs = await numbers(seed, "probability");
      // Its exp has the processor's fused multiply-add; of a large value the last digits are larger.
      const worst = scorer
        .predict({matrix, columnCount})
        .reduce((most, value, i) => Math.max(most, Math.abs(value - theirs[i]) / Math.max(1, Math.abs(value))), 0);
      expect(worst, `model ${seed}`).toBeLessThan(1e-12);
      const first = {matrix: matrix.subarray(0, 20 * columnCount), columnCount};
      const explained = await numbers(seed, "contributions");
      const apart = contributions(scorer, first).map((value, i) => Math.abs(value - explained[i]));
      expect(apart).toHaveLength(explained.length);
      expect(Math.max(...apart), `model ${seed}`).toBeLessThan(1e-9);
    }
    await rm(folder, {recursive: true});
  });
});
