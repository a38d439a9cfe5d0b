import {join} from "node:path";
import process from "node:process";
import {demoDefaults, writeDemo} from "../data-loaders/demo/writeDemo.js";
import {competitionName, listFiles, santander} from "../data-loaders/kaggle/competition.js";
import {connect} from "../data-loaders/kaggle/connect.js";
import type {DownloadProgress} from "../data-loaders/kaggle/download.js";
import {fetchCompetition, fetchFile} from "../data-loaders/kaggle/fetchCompetition.js";
import {replaceWithCard} from "../data-loaders/provide/dataCard.js";
import {describeImport} from "../data-loaders/provide/describeImport.js";
import {findData} from "../data-loaders/provide/ensureData.js";
import {type ImportOptions, importTable} from "../data-loaders/provide/importTable.js";
import {UserError} from "../src/lib/errors.js";
import {notice, runCommand} from "./command.js";
import {formatAmount, LateProgress, Progress} from "./progress.js";

await runCommand({
  name: "datafetch",
  summary:
    "Fetches the competition's train.csv and test.csv from Kaggle into data/raw, takes tables of yours, or makes demo data.",
  options: {
    train: {kind: "text", description: "a table of yours to train on: CSV, Parquet or Arrow", value: "FILE"},
    test: {
      kind: "text",
      description: "with --train: the test table (if left out, a fifth of the training rows is held out)",
      value: "FILE"
    },
    id: {
      kind: "text",
      description: "with --train: the id column, or none for row numbers (default: found by name)",
      value: "COLUMN"
    },
    target: {
      kind: "text",
      description: "with --train, or another competition: the target column (default: target)",
      value: "COLUMN"
    },
    positive: {kind: "text", description: "with --train: the target's value that is 1 (default: said)", value: "VALUE"},
    list: {kind: "switch", description: "list the competition's files, and fetch none"},
    file: {
      kind: "text",
      description: "fetch only this file, into data/kaggle; data/raw stays as it is",
      value: "NAME",
      repeated: true
    },
    competition: {kind: "text", description: "the competition's name or address", value: "NAME", default: santander},
    demo: {kind: "switch", description: "make demo data instead of fetching Kaggle's files"},
    rows: {kind: "integer", description: "rows of each demo file", default: demoDefaults.rows, minimum: 1},
    seed: {
      kind: "integer",
      description: "seed of the demo data",
      default: demoDefaults.seed,
      minimum: 0,
      maximum: 2 ** 32 - 1
    },
    repeats: {kind: "switch", description: "plant demo values whose repeats say something about the target"},
    data: {kind: "text", description: "the data folder", value: "FOLDER", default: "data"}
  },
  async run({options, signal}) {
    if (options.train !== undefined) return importOwn(options.train, {...options, competition: undefined}, signal);
    const unused = (["test", "id", "target", "positive"] as const).find((name) => options[name] !== undefined);
    if (unused !== undefined && unused !== "test" && options.competition !== santander)
      return importCompetition(options, signal);
    if (unused !== undefined)
      throw new UserError(
        "missing-argument",
        `--${unused} belongs to --train FILE or to --competition NAME, which is not given.`
      );
    if (options.demo) return makeDemo(options.data, options, signal);
    const competition = competitionName(options.competition);
    if (options.list) return list(competition, signal);
    await fetchFromKaggle(competition, {directory: options.data, names: options.file}, signal);
  }
});

async function makeDemo(
  directory: string,
  {rows, seed, repeats}: {rows: number; seed: number; repeats: boolean},
  signal: AbortSignal
) {
  const present = await findData(directory);
  const say = (what: string) => process.stdout.write(`${directory}/raw: ${what}\n`);
  if (present !== undefined && present.kind !== "demo") {
    const message = `${directory}/raw holds other files than demo data. Move them away to make demo data.`;
    throw new UserError("raw-files-in-the-way", message);
  }
  const isThere =
    present?.trainRows === rows &&
    present.testRows === rows &&
    present.seed === seed &&
    (present.repeats ?? false) === repeats;
  if (isThere) {
    say("these demo data are there already");
    return;
  }
  using progress = new Progress("Making demo data", {total: 2 * rows, unit: "rows"});
  const {notice: aboutCard} = await replaceWithCard(directory, () =>
    writeDemo(`${directory}/raw`, {rows, seed, repeats, signal, onProgress: (done) => progress.report(done)})
  );
  if (aboutCard !== undefined) notice(aboutCard);
  progress.end();
  say(`demo data, ${rows.toLocaleString("en")} rows each for training and test (seed ${seed})`);
}

interface OwnTable extends Omit<ImportOptions, "onProgress" | "signal"> {
  data: string;
}

/** A competition whose columns are other than id, target and numbers: fetched apart, and taken as a table. */
async function importCompetition(options: OwnTable & {competition: string; file: string[]}, signal: AbortSignal) {
  const competition = competitionName(options.competition);
  const apart = join(options.data, "kaggle", competition);
  await fetchFromKaggle(competition, {directory: apart, names: []}, signal);
  const test = join(apart, "raw", "test.csv");
  await importOwn(join(apart, "raw", "train.csv"), {...options, test, competition}, signal);
}

async function importOwn(
  train: string,
  {data, test, id, target, positive, competition}: OwnTable,
  signal: AbortSignal
) {
  if ((await findData(data))?.kind === "kaggle") {
    const message = `${data}/raw holds Kaggle's files. Move them away, or choose another folder with --data.`;
    throw new UserError("raw-files-in-the-way", message);
  }
  using progress = new Progress(`Reading ${train}`, {total: 1});
  const {result: imported, notice: aboutCard} = await replaceWithCard(data, () =>
    importTable(join(data, "raw"), train, {
      ...{test, id, target, positive, competition, signal},
      onProgress: (share) => progress.report(share)
    })
  );
  progress.end();
  if (aboutCard !== undefined) notice(aboutCard);
  process.stdout.write(`${describeImport(imported).join("\n")}\n`);
}

async function list(competition: string, signal: AbortSignal) {
  const api = await connectToKaggle(signal);
  for (const {name, bytes, created} of await listFiles(api, competition)) {
    const size = bytes === undefined ? "" : formatAmount(bytes, "bytes");
    process.stdout.write(`${size.padStart(9)}  ${(created ?? "").slice(0, 10).padEnd(10)}  ${name}\n`);
  }
}

async function fetchFromKaggle(
  competition: string,
  {directory, names}: {directory: string; names: string[]},
  signal: AbortSignal
) {
  const api = await connectToKaggle(signal);
  for (const name of names.length > 0 ? names : [undefined]) {
    const what = name ?? `${competition}.zip`;
    using download = new LateProgress(`Downloading ${what}`);
    using unpacking = new LateProgress(`Unpacking ${what}`);
    const options = {
      directory,
      signal,
      onNotice: notice,
      onDownload: ({received, total, resumedFrom}: DownloadProgress) => download.report(received, total, resumedFrom),
      onUnpack: (written: number, total: number) => unpacking.report(written, total)
    };
    const {path, outcome} =
      name === undefined
        ? await fetchCompetition(api, competition, options)
        : await fetchFile(api, competition, name, options);
    process.stdout.write(`${path}: ${outcome === "fetched" ? "Kaggle's files" : "already what Kaggle has"}\n`);
  }
}

async function connectToKaggle(signal: AbortSignal) {
  try {
    return await connect({signal, onNotice: notice});
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== "kaggle-no-credentials") throw error;
    throw new UserError(error.code, `${error.message} Or make demo data with: npm run datafetch -- --demo`);
  }
}
