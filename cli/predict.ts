import {stat} from "node:fs/promises";
import process from "node:process";
import {openData} from "../data-loaders/provide/ensureData.js";
import {digestAtHand} from "../data-loaders/raw/rawSource.js";
import {isStandardOutput} from "../dataset/output.js";
import {findCrossValidation} from "../models/staging/findCrossValidation.js";
import {openNodeSession} from "../models/staging/nodeSession.js";
import {openTrainedModel, type ScorableModel} from "../models/staging/openTrainedModel.js";
import {readStaged} from "../models/staging/readStaged.js";
import {scoreToFile} from "../models/staging/scoreToFile.js";
import {openRunReader} from "../models/tracking/openRunReader.js";
import {predictionFormat, submissionFormat} from "../src/lib/scoring/results.js";
import {notice, runCommand} from "./command.js";
import {Progress} from "./progress.js";

await runCommand({
  name: "predict",
  summary: "Scores a CSV file with a trained model and writes the predictions to submission.csv.",
  positionals: [
    {
      name: "MODEL",
      description: "`staged`, or a run as stagemodel takes it: its name, its model's name or its id (default: staged)",
      optional: true
    }
  ],
  options: {
    input: {
      kind: "text",
      description: "the CSV file to score, - for standard input (default: raw/test.csv of the data folder)",
      value: "FILE"
    },
    data: {kind: "text", description: "the data folder (default: data)", value: "FOLDER"},
    output: {
      kind: "text",
      description: "the file to write, - for standard output",
      default: "submission.csv",
      value: "FILE"
    },
    probability: {kind: "switch", description: "write id, probability and prediction in place of id and target"},
    spreadsheet: {
      kind: "switch",
      description: "as --probability, and ids that a spreadsheet would run as a formula are quoted"
    }
  },
  async run({positionals: [name = "staged"], options, signal}) {
    const {manifest, model, pipelines, runId} = await openModel(name, options.data ?? "data");
    const input = options.input ?? (await openData(options.data, {signal, onNotice: notice})).test;
    using progress = new Progress(`Scoring ${input}`, {unit: "bytes", total: await sizeOf(input)});
    const {rows, findings} = await scoreToFile({
      input,
      output: options.output,
      format:
        options.probability || options.spreadsheet
          ? predictionFormat(manifest.threshold, {forSpreadsheets: options.spreadsheet})
          : submissionFormat(manifest.targetColumn),
      manifest,
      session: await openNodeSession(model, {features: manifest.features, pipelines}),
      onProgress: ({bytes}) => progress.report(bytes),
      signal
    });
    progress.end();
    // Where the scores are on standard output, words about them would be among them.
    const {stdout, stderr} = process;
    const words = isStandardOutput(options.output) ? stderr : stdout;
    for (const {level, text} of findings) {
      if (level !== "passed") words.write(`${level === "warning" ? "Warning: " : ""}${text}\n`);
    }
    const into = words === stderr ? "standard output" : options.output;
    words.write(
      `Scored ${rows.toLocaleString("en")} rows with ${manifest.model} (run ${manifest.runName}, ${runId.slice(0, 8)}) into ${into}.\n`
    );
  }
});

async function openModel(name: string, data: string): Promise<ScorableModel & {runId: string}> {
  if (name === "staged") {
    const staged = await readStaged();
    return {...staged, runId: staged.manifest.runId};
  }
  const dataDigest = await digestAtHand(data);
  const reader = await openRunReader();
  const run = await findCrossValidation(reader, name, dataDigest);
  return {...(await openTrainedModel(reader, run)), runId: run.runId};
}

/** Undefined where there is no such file: reading it says so. */
async function sizeOf(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.size;
}
