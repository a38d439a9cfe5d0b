import {type LoadOptions, loadExperiment} from "../../../data-loaders/experiments/loadExperiment.js";
import type {DetailFiles} from "../../../data-loaders/experiments/readDetails.js";
import type {Experiment, RunDetail} from "../../../src/lib/experiment/experiment.js";
import {formatExperiment} from "../../../src/lib/experiment/formatExperiment.js";
import {parseExperiment} from "../../../src/lib/experiment/parseExperiment.js";
import {parseRunDetail} from "../../../src/lib/experiment/parseRunDetail.js";

export interface Loaded {
  /** As the pages read it, which is through its file. */
  experiment: Experiment;
  /** In the order of the runs. */
  details: RunDetail[];
  scores: Map<string, NonNullable<DetailFiles["scores"]>>;
  warnings: string[];
}

/** Loads the experiment as a build does, with all that the pages may fetch of it. */
export async function load(options: LoadOptions): Promise<Loaded> {
  const details = new Map<string, RunDetail>();
  const scores: Loaded["scores"] = new Map();
  const warnings: string[] = [];
  const experiment = await loadExperiment({
    warn: (message) => warnings.push(message),
    ...options,
    async onDetail(files) {
      details.set(files.runId, parseRunDetail(files.detail));
      if (files.scores !== undefined) scores.set(files.runId, files.scores);
    }
  });
  const parsed = parseExperiment(formatExperiment(experiment));
  return {experiment: parsed, details: parsed.runs.flatMap(({runId}) => details.get(runId) ?? []), scores, warnings};
}
