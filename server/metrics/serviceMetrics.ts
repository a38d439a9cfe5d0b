import {Counter, collectDefaultMetrics, Gauge, Histogram, Registry} from "prom-client";
import type {Admission} from "../requests/admission.js";
import type {LoadedModel, ModelSlot} from "../scoring/modelSlot.js";
import {InputDrift} from "./inputDrift.js";

export interface Observation {
  method: string;
  /** The route's pattern, never the address asked for: that would be one series an address. */
  route: string;
  status: number;
  seconds: number;
}

/** What Prometheus reads; ops/monitoring/ uses these names. */
export class ServiceMetrics {
  readonly #registry = new Registry();
  readonly #requests = new Histogram({
    name: "http_request_duration_seconds",
    help: "Seconds from a request to the end of its response",
    labelNames: ["method", "route", "status"],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers: [this.#registry]
  });
  readonly #errors = new Counter({
    name: "http_error_responses_total",
    help: "Responses that were an error, by its code",
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
    help: "The loaded model; always 1",
    labelNames: ["model", "run_id", "run_name"],
    registers: [this.#registry]
  });
  readonly #loadedAt = new Gauge({
    name: "model_loaded_timestamp_seconds",
    help: "When the loaded model was loaded",
    registers: [this.#registry]
  });
  readonly #driftRows = new Gauge({
    name: "model_input_drift_window_rows",
    help: "Rows in the drift window",
    registers: [this.#registry]
  });
  readonly #drift = new Gauge({
    name: "model_input_drift_psi",
    help: "Population stability index of the drift window against the training data, by feature",
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

  /** Adds the gauges that are read at each scrape. */
  watch(admission: Admission, models: ModelSlot): void {
    this.#gauge("scoring_requests_open", "Requests being received, computed or sent", () => admission.open);
    this.#gauge("scoring_requests_in_flight", "Requests that are being scored", () => admission.inFlight);
    this.#gauge("scoring_requests_queued", "Requests that wait for their turn", () => admission.queued);
    this.#gauge("scoring_waiting_bytes", "Bytes of bodies that wait to be read", () => admission.heldBytes);
    this.#gauge("scoring_saturated", "Whether new requests are refused or wait long", () =>
      Number(admission.saturated)
    );
    this.#gauge("scoring_tasks_queued", "Tasks that wait for a scoring thread", () => models.current.session.queued);
  }

  observeRequest({method, route, status, seconds}: Observation): void {
    this.#requests.observe({method, route, status}, seconds);
  }

  observeError(route: string, code: string): void {
    this.#errors.inc({route, code});
  }

  observeScores(probabilities: Float32Array): void {
    this.#rows.inc(probabilities.length);
    for (const probability of probabilities) this.#probabilities.observe(probability);
  }

  observeUpload(bytes: number): void {
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
  expose(models: ModelSlot): Promise<string> {
    this.#readDrift(models);
    return this.#registry.metrics();
  }

  #readDrift(models: ModelSlot): void {
    this.#inputDrift?.add(models.current.session.takeFeatureCounts());
    this.#driftRows.set(this.#inputDrift?.rows ?? 0);
    this.#drift.reset();
    for (const {feature, index} of this.#inputDrift?.stability() ?? []) this.#drift.set({feature}, index);
  }

  #gauge(name: string, help: string, read: () => number): void {
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
