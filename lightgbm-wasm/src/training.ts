import {Booster} from "./booster.js";
import type {Dataset} from "./dataset.js";
import {LightGBMError} from "./error.js";
import type {NativeModule, Pointer} from "./native.js";
import {type CheckedParams, checkParams, formatParams, type Params, withDefaults} from "./parameters.js";
import type {Numbers} from "./rowFields.js";
import {readNames} from "./strings.js";

/** Values by dataset and metric, e.g. `{training: {auc: 0.93}, validation: {auc: 0.89}}`. */
export type Evaluations = Record<string, Record<string, number>>;

/**
 * An objective of one's own: first and second derivative of the loss by the raw score, for each row. Scores and
 * derivatives of several classes come class by class.
 */
export type CustomObjective = (scores: Float64Array, dataset: Dataset) => {gradient: Numbers; hessian: Numbers};

/** A metric of one's own. Predictions are transformed by LightGBM's objective, and raw scores without one. */
export interface CustomMetric {
  evaluate: (predictions: Float64Array, dataset: Dataset) => number;
  greaterIsBetter?: boolean;
}

export interface TrainingOptions {
  /** Datasets to evaluate, by name; the training dataset may be one of them. */
  validSets?: Readonly<Record<string, Dataset>>;
  objective?: CustomObjective;
  /** Metrics besides those of `params.metric`, by name. */
  metrics?: Readonly<Record<string, CustomMetric>>;
}

/** @internal A training that goes on one iteration at a time, in a `TrainingGroup`. */
export class Training {
  readonly booster: Booster;
  readonly params: CheckedParams;
  readonly objective: CustomObjective | undefined;
  /** LightGBM's own metrics. */
  readonly metricNames: readonly string[];
  readonly #metrics: Readonly<Record<string, CustomMetric>>;
  /** What is evaluated, by name, with LightGBM's number of each; 0 is the training data. */
  readonly evaluated = new Map<string, {dataset: Dataset; number: number}>();
  readonly #native: NativeModule;
  readonly #dataset: Dataset;
  readonly #releases: (() => void)[] = [];

  constructor(
    native: NativeModule,
    params: Params,
    dataset: Dataset,
    {validSets = {}, objective, metrics = {}}: TrainingOptions = {}
  ) {
    const checked = checkParams(params);
    if (objective && "objective" in checked) {
      throw new LightGBMError(`There are two objectives: "${checked.objective}" and a function.`);
    }
    const handle = dataset.handleIn(native);
    checkDatasetParams(native, dataset.params, checked);
    this.#native = native;
    this.#dataset = dataset;
    this.objective = objective;
    this.#metrics = metrics;
    this.params = {...dataset.params, ...checked, ...(objective ? {objective: "none"} : {})};
    if (!objective && !dataset.hasLabel) {
      throw new LightGBMError("The training data have no labels; give `label` when the dataset is made.");
    }
    this.booster = createBooster(native, handle, this.params, dataset);
    this.#releases.push(dataset.retain());
    try {
      for (const [name, validSet] of Object.entries(validSets)) this.#addValidSet(name, validSet);
      this.metricNames = readNames(native, "LGBM_BoosterGetEvalNames", this.booster.handle);
      if (this.metricNames.length > 0) this.#checkLabels();
    } catch (error) {
      this.booster.free();
      this.end();
      throw error;
    }
  }

  /** Lets go of the datasets: the booster can predict without them, but not go on. */
  end(): void {
    for (const release of this.#releases.splice(0)) release();
  }

  /** The names of the datasets that are evaluated and are not the training data. */
  get validationNames(): string[] {
    return [...this.evaluated.keys()].filter((name) => this.evaluated.get(name)?.number !== 0);
  }

  /** Runs one iteration with derivatives from a function; returns true if no split is worth while any more. */
  update(objective: CustomObjective): boolean {
    const native = this.#native;
    const scores = this.#predictions(0);
    const {gradient, hessian} = objective(scores, this.#dataset);
    if (gradient.length !== scores.length || hessian.length !== scores.length) {
      const lengths = `${gradient.length} gradients and ${hessian.length} hessians`;
      throw new LightGBMError(`The objective gave ${lengths} for ${scores.length} scores.`);
    }
    return native.scope((allocate) => {
      const derivatives = allocate(scores.length * 8);
      const second = derivatives + scores.length * 4;
      native.float32(derivatives, scores.length).set(gradient);
      native.float32(second, scores.length).set(hessian);
      return native.query("LGBM_BoosterUpdateOneIterCustom", this.booster.handle, derivatives, second) === 1;
    });
  }

  /** Takes back the last iteration. */
  rollback(): void {
    this.#native.call("LGBM_BoosterRollbackOneIter", this.booster.handle);
    this.booster.treesChanged();
  }

  /** Changes parameters for the iterations to come. */
  resetParams(params: Params): void {
    const native = this.#native;
    const changed = checkParams(params);
    if (Object.keys(changed).length === 0) return;
    native.scope((allocate) => {
      const text = native.writeString(formatParams(changed), allocate);
      native.call("LGBM_BoosterResetParameter", this.booster.handle, text);
    });
  }

  /** The values of the metrics that are functions, on an evaluated dataset. */
  customMetricValues(name: string): Record<string, number> {
    const evaluated = this.evaluated.get(name);
    if (evaluated === undefined) return {};
    const {dataset, number} = evaluated;
    return Object.fromEntries(
      Object.entries(this.#metrics).map(([metric, {evaluate}]) => [
        metric,
        evaluate(this.#predictions(number), dataset)
      ])
    );
  }

  /** The evaluations that early stopping looks at: all but the training data's. */
  ofValidation(evaluations: Evaluations): Evaluations {
    return Object.fromEntries(this.validationNames.map((name) => [name, evaluations[name]]));
  }

  #addValidSet(name: string, dataset: Dataset): void {
    if (dataset === this.#dataset) {
      this.evaluated.set(name, {dataset, number: 0});
      return;
    }
    this.#native.call("LGBM_BoosterAddValidData", this.booster.handle, dataset.handleIn(this.#native));
    this.#releases.push(dataset.retain());
    const number = [...this.evaluated.values()].filter((evaluated) => evaluated.number > 0).length + 1;
    this.evaluated.set(name, {dataset, number});
  }

  #checkLabels(): void {
    for (const [name, {dataset}] of this.evaluated) {
      if (!dataset.hasLabel) throw new LightGBMError(`The dataset "${name}" has no labels to be evaluated with.`);
    }
  }

  #predictions(number: number): Float64Array {
    const native = this.#native;
    const {handle} = this.booster;
    const count = native.query("LGBM_BoosterGetNumPredict", handle, number);
    return native.scope((allocate) => {
      const results = allocate(8 + count * 8);
      native.call("LGBM_BoosterGetPredict", handle, number, results, results + 8);
      return native.float64(results + 8, count).slice();
    });
  }
}

/** LightGBM's own check that no parameter asks for other bins than the dataset was made with. */
function checkDatasetParams(native: NativeModule, before: CheckedParams, now: CheckedParams): void {
  native.scope((allocate) => {
    const texts = [before, now].map((params) => native.writeString(formatParams(params), allocate));
    native.call("LGBM_DatasetUpdateParamChecking", texts[0], texts[1]);
  });
}

function createBooster(
  native: NativeModule,
  dataset: Pointer,
  params: CheckedParams,
  {initModel, categories}: Dataset
): Booster {
  const handle = native.scope((allocate): Pointer => {
    const text = native.writeString(formatParams(withDefaults(params)), allocate);
    return native.query("LGBM_BoosterCreate", dataset, text);
  });
  const booster = new Booster(native, handle, params, categories);
  try {
    if (initModel) native.call("LGBM_BoosterMerge", handle, initModel.handleIn(native));
    return booster;
  } catch (error) {
    booster.free();
    throw error;
  }
}
