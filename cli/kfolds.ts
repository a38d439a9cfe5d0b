import process from "node:process";
import {openData} from "../data-loaders/provide/ensureData.js";
import {setAside} from "../data-loaders/provide/setAside.js";
import type {Dataset} from "../dataset/dataset.js";
import {foldDefaults} from "../dataset/foldAssignments.js";
import {type FoldAssignments, neverHeldOut} from "../dataset/foldRows.js";
import {foldsPath, makeFolds} from "../dataset/foldsFile.js";
import {readDataset} from "../dataset/readDataset.js";
import type {FoldScheme} from "../dataset/splitRows.js";
import {readColumnTexts} from "../dataset/text/columnTexts.js";
import {parseTimes} from "../dataset/timeFolds.js";
import {UserError} from "../src/lib/errors.js";
import {notice, runCommand} from "./command.js";
import {Progress} from "./progress.js";

await runCommand({
  name: "kfolds",
  summary:
    "Splits the training rows into folds with equal shares of each target, by group or by time, and writes folds.csv of the data folder.",
  options: {
    folds: {kind: "integer", description: "how many folds", default: foldDefaults.folds, minimum: 2, maximum: 100},
    seed: {kind: "integer", description: "seed of the shuffle", default: foldDefaults.seed, minimum: 0},
    group: {kind: "text", description: "keep rows with the same value in this column together", value: "COLUMN"},
    time: {kind: "text", description: "measure on later rows than those trained on, by this column", value: "COLUMN"},
    window: {
      kind: "integer",
      description: "with --time: how many blocks before a fold it is trained on (default: all)",
      minimum: 1
    },
    repeats: {
      kind: "integer",
      description: "how many times to split, each with its own seed",
      default: 1,
      minimum: 1,
      maximum: 50
    },
    "keep-feature": {kind: "switch", description: "leave the column of --group or --time among the features"},
    data: {kind: "text", description: "the data folder (default: data)", value: "FOLDER"}
  },
  async run({options: {data, group, time, window, "keep-feature": keepsFeature, ...options}, signal}) {
    checkOptions({...options, group, time, window});
    const {directory, train, cacheDirectory} = await openData(data, {signal, onNotice: notice});
    using progress = new Progress(`Reading ${train}`, {unit: "bytes"});
    const onProgress = (bytes: number, total: number) => progress.report(bytes, {total});
    const dataset = await readDataset(train, {onProgress, signal, cacheDirectory});
    progress.end();
    const column = group ?? time;
    const texts = column === undefined ? [] : await readTexts(dataset, {file: train, column, signal});
    const scheme: FoldScheme = {
      ...options,
      ...(group !== undefined && {groups: texts}),
      ...(time !== undefined && {times: parseTimes(texts, {file: train, column: time}), window})
    };
    const folds = await makeFolds(dataset, {directory, file: train, ...scheme});
    process.stdout.write(`${foldsPath(directory)}: ${describe(dataset, folds, {...options, group, time, window})}\n`);
    if (column === undefined || keepsFeature || !(await setAside(train, dataset.schema, column))) return;
    process.stdout.write(`\`${column}\` is no feature any more (raw/schema.json); --keep-feature leaves it one.\n`);
  }
});

interface Choices {
  folds: number;
  seed: number;
  repeats: number;
  group?: string;
  time?: string;
  window?: number;
}

function checkOptions({group, time, window, repeats}: Choices): void {
  const refuse = (message: string): never => {
    throw new UserError("options-exclude", message);
  };
  if (group !== undefined && time !== undefined) refuse("Folds go by --group or by --time, not by both.");
  if (window !== undefined && time === undefined) refuse("--window belongs to --time COLUMN, which is not given.");
  if (repeats > 1 && time !== undefined) refuse("There is one order of time: --repeats does not go with --time.");
}

/** Of a column that is given by its name, one text a row. */
async function readTexts(
  {rows}: Dataset,
  {file, column, signal}: {file: string; column: string; signal: AbortSignal}
): Promise<string[]> {
  const texts = await readColumnTexts(file, column, signal);
  if (texts.length === rows) return texts;
  throw new UserError("column-incomplete", `Column \`${column}\` has ${texts.length} values for ${rows} rows.`, {file});
}

function describe({rows}: Dataset, {folds, assignments}: FoldAssignments, choices: Choices): string {
  const {seed, repeats, group, time, window} = choices;
  const counted = `${rows.toLocaleString("en")} rows in ${folds} folds`;
  if (time !== undefined) {
    const first = assignments.filter((fold) => fold === neverHeldOut).length.toLocaleString("en");
    const trained = window === undefined ? "all blocks" : window === 1 ? "the block" : `the ${window} blocks`;
    return `${counted} by \`${time}\`, each trained on ${trained} before it; the first ${first} rows train only`;
  }
  const by = group === undefined ? "" : ` by \`${group}\``;
  const seeds = repeats === 1 ? `seed ${seed}` : `${repeats} times, seeds ${seed} to ${seed + repeats - 1}`;
  return `${counted}${by} (${seeds})`;
}
