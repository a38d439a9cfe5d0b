import {openNodeSession} from "../../models/staging/nodeSession.js";
import {FeatureCounter} from "../../src/lib/scoring/featureCounter.js";
import type {ScoringSession} from "../../src/lib/scoring/scoringSession.js";
import type {StagedModel} from "../../src/lib/staged/stagedModel.js";

/** By so many rows the speed is measured. */
const measuredRows = 64;

/** A model of compiled trees in the thread that serves: a few rows are scored sooner than another thread is woken. */
export class LocalScorer implements ScoringSession {
  /** Of the rows that were scored here. */
  readonly counter: FeatureCounter;
  readonly rowsPerMillisecond: number;
  readonly #session: ScoringSession;

  private constructor(session: ScoringSession, counter: FeatureCounter, rowsPerMillisecond: number) {
    this.#session = session;
    this.counter = counter;
    this.rowsPerMillisecond = rowsPerMillisecond;
  }

  /** Undefined for ONNX graphs, whose engine is large and slow at a few rows. */
  static async open({model, manifest, pipelines}: StagedModel): Promise<LocalScorer | undefined> {
    if (model.engine !== "scorer") return undefined;
    const {features, histograms} = manifest;
    const session = await openNodeSession(model, {features, pipelines});
    const rows = new Float64Array(measuredRows * features.length);
    let fastest = Number.POSITIVE_INFINITY;
    // The first rounds are the compilers'.
    for (let round = 0; round < 10; round++) {
      const start = performance.now();
      await session.run(rows, measuredRows);
      fastest = Math.min(fastest, performance.now() - start);
    }
    return new LocalScorer(session, new FeatureCounter(histograms), measuredRows / fastest);
  }

  /** @throws {UserError} `score-not-finite` */
  run(features: Float64Array, rows: number): Promise<Float32Array> {
    this.counter.add(features);
    return this.#session.run(features, rows);
  }
}
