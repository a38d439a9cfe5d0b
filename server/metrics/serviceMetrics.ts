import {Counter, collectDefaultMetrics, Gauge, Histogram, Registry} from "prom-client";
import type {Admission} from "../admission.js";
import type {LoadedModel, ModelSlot} from "../inference/modelSlot.js";
import {InputDrift} from "./inputDrift.js";

export interface Observation {
  method: string;
  /** The route's pattern, never the address asked for: that would be one series an address. */
  route: string;
  status: number;
  seconds: number;
}

/** What Prometheus reads: the names here are those of monitoring/. */
export class ServiceMetrics {
  readonly #registry = new Registry();
  readonly #requests = new Histogram({
    name: "http_request_duration_seconds",
    help: "Seconds from a request to the end of its answer",
    labelNames: ["method", "route", "status"],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers: [this.#registry]
  });
  readonly #problems = new Counter({
    name: "http_problems_total",
    help: "Answers that were an error, by its code",
    labelNames: ["route", "code"],
    registers: [this.#registry]
  });
  readonly #rows = new Counter({
    name: "scoring_rows_total",
    help: "Rows scored",
    registers: [this.#registry]
  });
  readonly #uploadedBytes = new Counter({
    name: "scoring_uploaded_bytes_total",
    help: "Bytes of uploaded CSV files",
    registers: [this.#registry]
  });
  readonly #probabilities = new Histogram({
    name: "scoring_probability",
    help: "Predicted probabilities of target 1",
    buckets: Array.from({length: 20}, (_, index) => (index + 1) / 20),
    registers: [this.#registry]
  });
  readonly #reloads = new Counter({
    name: "model_loads_total",
    help: "Attempts to load a staged model, by outcome",
    labelNames: ["outcome"],
    registers: [this.#registry]
  });
  readonly #model = new Gauge({
    name: "model_info",
    help: "The model that answers now; always 1",
    labelNames: ["model", "run_id", "run_name"],
    registers: [this.#registry]
  });
  readonly #loadedAt = new Gauge({
    name: "model_loaded_timestamp_seconds",
    help: "When the model that answers now was loaded",
    registers: [this.#registry]
  });
  readonly #driftRows = new Gauge({
    name: "model_input_drift_rows",
    help: "Rows of late that drift is told over",
    registers: [this.#registry]
  });
  readonly #drift = new Gauge({
    name: "model_input_drift_psi",
    help: "Population stability index of the rows of late against the training data, by feature",
    labelNames: ["feature"],
    registers: [this.#registry]
  });
  #inputDrift: InputDrift | undefined;

  constructor() {
    collectDefaultMetrics({register: this.#registry});
    for (const outcome of ["success", "failure"]) this.#reloads.inc({outcome}, 0);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Adds what is read off at the moment of asking. */
  watch(admission: Admission, models: ModelSlot): void {
    this.#readOff("scoring_requests_working", "Requests that are being scored", () => admission.working);
    this.#readOff("scoring_requests_waiting", "Requests that wait for their turn", () => admission.waiting);
    this.#readOff(
      "scoring_tasks_waiting",
      "Pieces of work that wait for a scoring thread",
      () => models.current.session.waiting
    );
  }

  observeRequest({method, route, status, seconds}: Observation): void {
    this.#requests.observe({method, route, status}, seconds);
  }

  problem(route: string, code: string): void {
    this.#problems.inc({route, code});
  }

  scored(probabilities: Float32Array): void {
    this.#rows.inc(probabilities.length);
    for (const probability of probabilities) this.#probabilities.observe(probability);
  }

  uploaded(bytes: number): void {
    this.#uploadedBytes.inc(bytes);
  }

  modelLoaded({manifest, loadedAt}: LoadedModel): void {
    const {model, runId, runName} = manifest;
    this.#reloads.inc({outcome: "success"});
    this.#model.reset();
    this.#model.set({model, run_id: runId, run_name: runName}, 1);
    this.#loadedAt.set(loadedAt.getTime() / 1000);
    this.#inputDrift = new InputDrift(manifest);
  }

  modelFailed(): void {
    this.#reloads.inc({outcome: "failure"});
  }

  /** The text that Prometheus scrapes. */
  async expose(models: ModelSlot): Promise<string> {
    await this.#readDrift(models);
    return this.#registry.metrics();
  }

  async #readDrift(models: ModelSlot): Promise<void> {
    await models.use(async ({session}) => {
      const drift = this.#inputDrift;
      for (const counts of await session.takeFeatureCounts()) drift?.add(counts);
    });
    this.#driftRows.set(this.#inputDrift?.rows ?? 0);
    this.#drift.reset();
    for (const {feature, index} of this.#inputDrift?.stability() ?? []) this.#drift.set({feature}, index);
  }

  #readOff(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.#registry],
      collect() {
        this.set(read());
      }
    });
  }
}
