import {cp, mkdtemp, readdir, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import process from "node:process";
import {afterAll, beforeAll, expect, it} from "vitest";
import {listFiles} from "../../dataset/files.js";
import {readStaged} from "../../models/staging/readStaged.js";
import {buildSite} from "../../site/build.js";
import {checkSite} from "../../site/output/check.js";
import {RandomSource} from "../../src/lib/random.js";
import {stagedFiles} from "../fixtures/stagedModel.js";
import {runUntilKilled} from "../killed.js";

// Kills builds, stagings and predictions at random moments: what was there before is whole, or the new is.

/** STRESS_SEED gives other moments, STRESS_KILLS as many stagings, a quarter as many predictions, a tenth as many builds. */
const random = new RandomSource(Number(process.env.STRESS_SEED ?? 1));
const kills = Number(process.env.STRESS_KILLS ?? 200);
const seconds = (count: number) => Math.max(600, count * 20) * 1000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join("tests", "fixtures", ".kills-"));
});
afterAll(() => rm(folder, {recursive: true, force: true}));

/** Runs a program and kills it after a part of the time that it takes, measured as it goes. */
const killed = (words: readonly string[], longest: number) => runUntilKilled(words, random.uniform() * longest);

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const module = (path: string) => JSON.stringify(resolve(path));

it(
  `leaves a whole site after ${kills / 10} killed builds`,
  async () => {
    await cp("tests/fixtures/sites", folder, {recursive: true});
    const project = join(folder, "sound");
    const build = () => buildSite({project, quiet: true});
    await build();
    const files = await listFiles(join(project, "dist"));
    const longest = 1.2 * (await timeOf(build));
    const code = `import {buildSite} from ${module("site/build.ts")}; await buildSite({project: ${JSON.stringify(project)}, quiet: true});`;
    for (let kill = 0; kill < kills / 10; kill++) {
      await killed(["--input-type=module", "-e", code], longest);
      expect(await listFiles(join(project, "dist"))).toEqual(files);
      expect(await checkSite(join(project, "dist"))).toEqual([]);
    }
    // Framework may outlive what was killed by a moment, in which it writes; the second build clears that up as well.
    await build();
    await build();
    expect((await readdir(join(project, ".dist"))).sort()).toEqual([
      expect.stringMatching(/^\d+$/),
      expect.stringMatching(/^\d+$/)
    ]);
  },
  seconds(kills / 10)
);

it(
  `leaves a model after ${kills} killed stagings`,
  async () => {
    const root = await mkdtemp(join(tmpdir(), "kills-"));
    const directory = join(root, "staged");
    // Over and over, so that most kills hit a replacement and not the start of the program.
    const code = `
      import {replaceDirectory} from ${module("dataset/replaceDirectory.ts")};
      import {stagedFiles} from ${module("tests/fixtures/stagedModel.ts")};
      for (let round = 0; ; round++) await replaceDirectory(${JSON.stringify(directory)}, stagedFiles({runName: String(round)}));`;
    const {replaceDirectory} = await import("../../dataset/replaceDirectory.js");
    await replaceDirectory(directory, stagedFiles());
    let replaced = 0;
    for (let kill = 0; kill < kills; kill++) {
      await killed(["--input-type=module", "-e", code], 1500);
      if ((await readStaged(directory)).manifest.runName !== "small") replaced++;
      await replaceDirectory(directory, stagedFiles());
      expect(await readdir(root)).toEqual(["staged"]);
    }
    expect(replaced).toBeGreaterThan(kills / 10);
    await rm(root, {recursive: true});
  },
  seconds(kills)
);

it(
  `leaves the earlier scores, or all of the new, after ${kills / 4} killed predictions`,
  async () => {
    const root = await mkdtemp(join(tmpdir(), "kills-"));
    const {"manifest.json": manifest} = stagedFiles();
    const {features} = JSON.parse(new TextDecoder().decode(manifest));
    const input = join(root, "rows.csv");
    const output = join(root, "scores.csv");
    const rows = Array.from({length: 20_000}, (_, row) => `id_${row},${features.map(() => row % 7).join(",")}\n`);
    await writeFile(input, `ID_code,${features.join(",")}\n${rows.join("")}`);
    for (const [name, content] of Object.entries(stagedFiles())) await writeFile(join(root, name), content);
    const code = `
      import {readStaged} from ${module("models/staging/readStaged.ts")};
      import {openNodeSession} from ${module("models/staging/nodeSession.ts")};
      import {scoreToFile} from ${module("models/staging/scoreToFile.ts")};
      import {submissionFormat} from ${module("src/lib/scoring/results.ts")};
      const {manifest, model} = await readStaged(${JSON.stringify(root)});
      const session = await openNodeSession(model, {features: manifest.features});
      for (;;) await scoreToFile({input: ${JSON.stringify(input)}, output: ${JSON.stringify(output)}, format: submissionFormat(), manifest, session});`;
    const earlier = "ID_code,target\n";
    await writeFile(output, earlier);
    for (let kill = 0; kill < kills / 4; kill++) {
      await killed(["--input-type=module", "-e", code], 2500);
      const text = await readFile(output, "utf8");
      if (text !== earlier) expect(text.split("\n")).toHaveLength(20_002);
    }
    await rm(root, {recursive: true});
  },
  seconds(kills / 4)
);
