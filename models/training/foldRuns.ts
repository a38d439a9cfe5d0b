import {rowsOfFolds} from "../../dataset/foldRows.js";
import {metrics as definitions, measureAll, Predictions} from "../../src/lib/metrics/metrics.js";
import {artifactPaths, runKinds, runTags} from "../tracking/crossValidationRuns.js";
import {type Batch, mlflowTags, type RunWriter} from "../tracking/runStore.js";
import {LogQueue} from "./logQueue.js";
import type {CurvePoint, FoldAssignments, FoldModel, TrainedModel, TrainingData} from "./trainedModel.js";

type Metrics = NonNullable<Batch["metrics"]>;

/** Points of the curves wait so long for others, to be written together; milliseconds. */
const betweenBatches = 500;

export interface FoldRunsOptions {
  parentRunId: string;
  data: TrainingData;
  folds: FoldAssignments;
  params: Readonly<Record<string, string>>;
  tags: Readonly<Record<string, string>>;
  /** The artifact that the model becomes. */
  modelPath: string;
  /** Called with the first write that fails. */
  onFailure: (error: unknown) => void;
}

interface FoldRun {
  runId: string;
  /** Points of the curves that are not written yet. */
  waiting: Metrics[number][];
  isFinished: boolean;
  /** Its model has come. */
  hasModel: boolean;
}

/** The runs of a cross-validation's folds, written while the folds train. */
export class FoldRuns {
  readonly #writer: RunWriter;
  readonly #options: FoldRunsOptions;
  readonly #queue: LogQueue;
  readonly #runs: FoldRun[] = [];
  #lastBatch = 0;

  constructor(writer: RunWriter, options: FoldRunsOptions) {
    this.#writer = writer;
    this.#options = options;
    this.#queue = new LogQueue(options.onFailure);
  }

  /** Creates a run for every fold. */
  async start(): Promise<void> {
    const {parentRunId, folds, params, tags} = this.#options;
    for (const [fold, {training, validation}] of rowsOfFolds(folds).entries()) {
      const {runId} = await this.#writer.createRun({
        name: `fold ${fold}`,
        params: {
          ...params,
          fold: String(fold),
          training_rows: String(training.length),
          validation_rows: String(validation.length)
        },
        tags: {
          ...tags,
          [runTags.kind]: runKinds.fold,
          [runTags.fold]: String(fold),
          [mlflowTags.parentRunId]: parentRunId
        }
      });
      this.#runs.push({runId, waiting: [], isFinished: false, hasModel: false});
    }
  }

  /** Points of the learning curves, as they are measured. */
  addPoints(points: readonly CurvePoint[]): void {
    for (const {fold, name, iteration: step, timestamp, training, validation} of points) {
      const values = [
        [`training_${name}`, training],
        [`validation_${name}`, validation]
      ] as const;
      for (const [key, value] of values)
        this.#runs[fold]?.waiting.push({key, value: Number(value.toFixed(6)), step, timestamp});
    }
    if (Date.now() - this.#lastBatch < betweenBatches) return;
    this.#lastBatch = Date.now();
    for (const run of this.#runs) this.#queue.add(() => this.#writePoints(run));
  }

  /** A fold has its model: its run ends. What depends on the threshold follows when all folds are there. */
  finish(model: FoldModel): void {
    const run = this.#runs[model.fold];
    if (run === undefined || run.hasModel) return;
    run.hasModel = true;
    this.#queue.add(async () => {
      await this.#writePoints(run);
      const metrics = this.#finalMetrics(model, measuresAlone);
      await this.#writer.logBatch(run.runId, {metrics});
      await this.#writer.writeArtifact(run.runId, this.#options.modelPath, encode(model.text));
      if (model.transformations !== undefined)
        await this.#writer.writeArtifact(run.runId, artifactPaths.transformations, model.transformations);
      run.isFinished = true;
      await this.#writer.finishRun(run.runId, "FINISHED", model.endTime);
    });
  }

  /** Adds the metrics at the threshold that all folds share, and waits until everything is written. */
  async complete({folds, metrics}: Pick<TrainedModel, "folds" | "metrics">): Promise<void> {
    for (const model of folds) {
      this.finish(model);
      const run = this.#runs[model.fold];
      const measured = metrics[model.fold] ?? {};
      const values = Object.entries(measured).filter(([name]) => !measuresAlone.has(name));
      const {step, timestamp} = lastStep(model);
      const batch = values.map(([key, value]) => ({key, value, step, timestamp}));
      if (run !== undefined) this.#queue.add(() => this.#writer.logBatch(run.runId, {metrics: batch}));
    }
    await this.#queue.settle();
  }

  /** Ends the runs that are still going on, after what was measured so far. */
  async stop(status: "FAILED" | "KILLED"): Promise<void> {
    for (const run of this.#runs) {
      this.#queue.add(async () => {
        if (run.isFinished) return;
        await this.#writePoints(run);
        await this.#writer.finishRun(run.runId, status);
      });
    }
    await this.#queue.settle();
  }

  async #writePoints(run: FoldRun): Promise<void> {
    const metrics = run.waiting.splice(0);
    if (metrics.length > 0) await this.#writer.logBatch(run.runId, {metrics});
  }

  #finalMetrics(model: FoldModel, wanted: ReadonlySet<string>): Metrics {
    const {data, folds} = this.#options;
    const rows = rowsOfFolds(folds)[model.fold]?.validation ?? [];
    const labels = Uint8Array.from(rows, (row) => data.target[row] ?? 0);
    const measured = measureAll(new Predictions(labels, model.probabilities, 0.5));
    return Object.entries(measured)
      .filter(([key]) => wanted.has(key))
      .map(([key, value]) => ({key, value, ...lastStep(model)}));
  }
}

/** Metrics that are the same at every threshold. */
const measuresAlone: ReadonlySet<string> = new Set(
  definitions.filter(({name}) => !["accuracy", "precision", "recall", "f1"].includes(name)).map(({name}) => name)
);

function lastStep({bestIteration, curves, endTime}: FoldModel): {step: number; timestamp: number} {
  return {step: bestIteration ?? curves?.auc.iterations.at(-1) ?? 0, timestamp: endTime};
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
