import {join} from "node:path";
import process from "node:process";
import {competitionName, santander} from "../data-loaders/kaggle/competition.js";
import {connect} from "../data-loaders/kaggle/connect.js";
import {checkSubmission, submissionsPage, submit, waitForScore} from "../data-loaders/kaggle/submission.js";
import {notice, runCommand} from "./command.js";
import {Progress} from "./progress.js";

await runCommand({
  name: "submit",
  summary: "Submits predictions to the Kaggle competition and waits for their score.",
  positionals: [{name: "FILE", description: "the predictions (default: submission.csv)", optional: true}],
  options: {
    message: {
      kind: "text",
      description: "the description that Kaggle shows beside the submission",
      default: "Transaction report"
    },
    competition: {kind: "text", description: "the competition's name or address", value: "NAME", default: santander},
    data: {
      kind: "text",
      description: "the data folder; the ids are checked against its raw/sample_submission.csv",
      value: "FOLDER",
      default: "data"
    },
    "no-wait": {kind: "switch", description: "do not wait for the score"}
  },
  async run({options, positionals: [file = "submission.csv"], signal}) {
    const competition = competitionName(options.competition);
    const sample = competition === santander ? join(options.data, "raw", "sample_submission.csv") : undefined;
    const rows = await checkSubmission(file, sample);
    const api = await connect({signal, onNotice: notice});
    const ref = await submit(api, competition, {file, description: options.message});
    process.stdout.write(`Submitted ${rows.toLocaleString("en")} rows of ${file} to ${competition}.\n`);
    if (options["no-wait"]) {
      process.stdout.write(`The score will be at ${submissionsPage(competition)}.\n`);
      return;
    }
    using progress = new Progress("Waiting for the score");
    let times = 0;
    const score = await waitForScore(api, competition, ref, {onLook: () => progress.report(++times)});
    progress.end();
    process.stdout.write(`Public score ${score.publicScore ?? "–"}, private score ${score.privateScore ?? "–"}.\n`);
  }
});
