import {createHash} from "node:crypto";
import {mkdtemp, readdir, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import process from "node:process";
import {afterAll, beforeAll, expect, it} from "vitest";
import {writeDemo} from "../../data-loaders/demo/writeDemo.js";
import {ensureData} from "../../data-loaders/provide/ensureData.js";
import {ifPresent, listFiles} from "../../dataset/files.js";
import {finishedCrossValidations, foldRuns} from "../../models/tracking/crossValidationRuns.js";
import {MlrunsStore} from "../../models/tracking/mlruns/mlrunsStore.js";
import {RandomSource} from "../../src/lib/random.js";
import {runUntilKilled} from "../killed.js";
import {runCli} from "./runCli.js";

interface KilledCommand {
  /** What it is called with in this round, in which it makes something else than in the one before. */
  words(round: number): readonly string[];
  /** What holds after every kill. */
  check(project: string): Promise<void>;
}

const settings = ["--set", "num_iterations=20", "--set", "min_data_in_leaf=20"];

/** Whole files that commands have made, by what they are; a killed one leaves one of them. */
const known = new Map<string, Set<string>>();
const digest = async (path: string) =>
  createHash("sha256")
    .update(await readFile(path))
    .digest("hex");

const isKnown = (file: string) => async (project: string) =>
  expect([...(known.get(file) ?? [])]).toContain(await digest(join(project, file)));

const commands: Record<string, KilledCommand> = {
  kfolds: {
    words: (round) => ["--seed", String(round % 2)],
    check: isKnown("data/folds.csv")
  },
  predict: {
    words: (round) => ["--output", "scores.csv", ...(round % 2 === 0 ? [] : ["--probability"])],
    check: isKnown("scores.csv")
  },
  datafetch: {
    words: (round) => ["--demo", "--rows", "2000", "--seed", String(round % 2), "--data", "fetched"],
    async check(project) {
      // As the next command finds them, which ends an installation that was cut short.
      const {source} = await ensureData({directory: join(project, "fetched")});
      for (const [name, {bytes, sha256}] of Object.entries(source.files)) {
        const content = await readFile(join(project, "fetched", "raw", name));
        expect({name, bytes: content.length, sha256: createHash("sha256").update(content).digest("hex")}).toEqual({
          name,
          bytes,
          sha256
        });
      }
    }
  },
  train: {
    words: (round) => ["lightgbm", ...settings, "--set", `seed=${round}`, "--name", `run ${round}`],
    async check(project) {
      const store = new MlrunsStore(join(project, "mlruns"));
      // As the next training does.
      await store.endAbandonedRuns();
      const {runs} = await finishedCrossValidations(store);
      for (const run of runs) {
        const folds = await foldRuns(store, run);
        expect(folds.map(({status}) => status)).toEqual(Array(5).fill("FINISHED"));
      }
      expect((await statuses(project)).filter((status) => status !== 3 && status !== 5)).toEqual([]);
    }
  }
};

/** MLflow's numbers of the status of each run in the store. */
async function statuses(project: string): Promise<number[]> {
  const files = (await listFiles(join(project, "mlruns"))).filter((path) =>
    /^\d+\/[0-9a-f]{32}\/meta\.yaml$/.test(path)
  );
  const texts = await Promise.all(files.map((path) => readFile(join(project, "mlruns", path), "utf8")));
  return texts.map((text) => Number(/^status: (\d)/m.exec(text)?.[1]));
}

/** Kills each command at so many random moments. */
export function testKilledCommands({kills, seed}: {kills: number; seed: number}): void {
  const random = new RandomSource(seed);
  let project: string;

  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), "killed-commands-"));
    await writeDemo(join(project, "data", "raw"), {rows: 1000});
    await run("kfolds");
    await run("train", "lightgbm", ...settings);
    await run("stagemodel");
  });
  afterAll(() => rm(project, {recursive: true, force: true}));

  async function run(command: string, ...words: readonly string[]): Promise<void> {
    const {code, stderr} = await runCli(command, words, project);
    expect({command, code, stderr: code === 0 ? "" : stderr}).toEqual({command, code: 0, stderr: ""});
  }

  const note = async (file: string) => {
    const found = await ifPresent(digest(join(project, file)));
    if (found !== undefined) known.set(file, (known.get(file) ?? new Set()).add(found));
  };

  for (const [name, {words, check}] of Object.entries(commands))
    it(
      `${name}, killed ${kills} times, leaves what was there before or what it makes`,
      async () => {
        let longest = 0;
        for (const round of [0, 1]) {
          const start = performance.now();
          await run(name, ...words(round));
          longest = 1.1 * (performance.now() - start);
          await note("data/folds.csv");
          await note("scores.csv");
        }
        const program = resolve("cli", `${name}.ts`);
        const env = {...process.env, MLFLOW_TRACKING_URI: undefined};
        for (let kill = 0; kill < kills; kill++) {
          // The first third is Node's own start.
          const moment = longest * (0.3 + 0.7 * random.uniform());
          await runUntilKilled([program, ...words(kill)], moment, {cwd: project, env});
          await check(project);
        }
        await run(name, ...words(0));
        await check(project);
        const left = (await readdir(project, {recursive: true})).filter((path) => /\.partial|creating-/.test(path));
        expect(left).toEqual([]);
      },
      Math.max(120, kills * 30) * 1000
    );
}
