import {once} from "node:events";
import {setTimeout as wait} from "node:timers/promises";
import {UserError} from "../../../src/lib/errors.js";
import {isWholeTrial, placeOf} from "../crossValidationRuns.js";
import type {SettledRun} from "../runLog.js";
import {MlflowServerStore, type ServerStoreOptions} from "../server/mlflowServerStore.js";
import type {Outbox, RunFamily} from "./outbox.js";
import {sendClaim, sendEnd, sendRun} from "./sendRun.js";
import type {SentRecord} from "./sentRecord.js";

export interface SenderOptions extends Omit<ServerStoreOptions, "signal"> {
  onNotice?: (sentence: string) => void;
}

/** Milliseconds between looks into the outbox, and the longest wait after a failure. */
const betweenPasses = 1_000;
const longestWait = 30_000;

export interface Delivery {
  /** Cross-validations that arrived, whole. */
  arrived: number;
  /** Those that wait, for this process to send. */
  left: number;
}

/**
 * Sends the runs of an outbox in the background, as they are written. Whatever the server does, this neither fails nor
 * keeps anybody waiting: what has not arrived waits.
 */
export class OutboxSender {
  readonly #outbox: Outbox;
  readonly #server: MlflowServerStore;
  readonly #onNotice: (sentence: string) => void;
  readonly #ending = new AbortController();
  readonly #refused = new Set<string>();
  /** Ids on the server, by the ids in the outbox. */
  readonly #ids = new Map<string, string>();
  readonly #settled = new Map<string, SettledRun | UserError>();
  readonly #arrivals = new EventTarget();
  #wake = new AbortController();
  #isEnding = false;
  #failures = 0;
  #lastArrival = Date.now();
  #arrived = 0;
  #left = 0;
  #loop: Promise<void> | undefined;

  constructor(outbox: Outbox, uri: string, {onNotice = () => undefined, ...options}: SenderOptions = {}) {
    this.#outbox = outbox;
    this.#onNotice = onNotice;
    this.#server = new MlflowServerStore(uri, {...options, signal: this.#ending.signal});
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  /** The id that a run got on the server; undefined if it has not arrived yet. */
  serverRunId(runId: string): string | undefined {
    return this.#ids.get(runId);
  }

  /**
   * Waits until a run has ended on the server.
   * @throws UserError trial-refused
   */
  async settled(runId: string): Promise<SettledRun> {
    this.#wake.abort();
    for (;;) {
      const outcome = this.#settled.get(runId);
      if (outcome instanceof UserError) throw outcome;
      if (outcome !== undefined) return outcome;
      await once(this.#arrivals, "settled");
    }
  }

  /**
   * Tells the server how runs ended, before anything else of them: for when there is no time for more.
   * @throws nothing; what fails is sent later
   */
  async sendEndings(): Promise<void> {
    const sending = [...this.#ids].map(async ([runId, onServer]) => {
      const run = await this.#outbox.store.getRun(runId);
      const {status, endTime} = run;
      // A trial does not end before it has its place.
      if (placeOf(run) === undefined && status !== "RUNNING" && status !== "SCHEDULED")
        await this.#server.finishRun(onServer, status, endTime ?? undefined);
    });
    await Promise.allSettled(sending);
  }

  /** Sends what is left, and ends; at the latest when nothing has arrived for this number of milliseconds. */
  async finish(patience: number): Promise<Delivery> {
    this.start();
    this.#isEnding = true;
    this.#lastArrival = Date.now();
    this.#wake.abort();
    const timer = setInterval(
      () => {
        if (Date.now() - this.#lastArrival < patience) return;
        this.#ending.abort(new UserError("mlflow-unreachable", "The time limit for sending runs has passed."));
        this.#wake.abort();
      },
      Math.min(patience, 500)
    );
    await this.#loop;
    clearInterval(timer);
    return {arrived: this.#arrived, left: this.#left};
  }

  async #run(): Promise<void> {
    for (;;) {
      const isLast = this.#isEnding;
      // Whoever wakes it during this pass wants another one at once.
      this.#wake = new AbortController();
      await this.#pass();
      if (this.#ending.signal.aborted || (isLast && (this.#left === 0 || this.#failures === 0))) return;
      const pause = Math.min(longestWait, betweenPasses * 2 ** this.#failures);
      // Once it is to end there is no other reason to wait than a failure.
      if (!this.#isEnding || this.#failures > 0) await this.#wait(this.#isEnding ? Math.min(pause, 2_000) : pause);
    }
  }

  async #wait(milliseconds: number): Promise<void> {
    const {signal} = this.#wake;
    await wait(milliseconds, undefined, {signal}).catch(() => undefined);
  }

  /** Sends what is there. */
  async #pass(): Promise<void> {
    try {
      let left = 0;
      for (const family of await this.#outbox.families()) {
        if (!(await this.#outbox.claim(family))) continue;
        if (!(await this.#send(family))) left += 1;
        if (this.#isEnding) await this.#outbox.release(family).catch(() => undefined);
      }
      this.#left = left;
      if (this.#failures > 0) this.#onNotice(`The MLflow server at ${this.#server.location} can be reached again.`);
      this.#failures = 0;
    } catch (error) {
      await this.#count();
      if (this.#ending.signal.aborted) return;
      this.#failures += 1;
      const reason = error instanceof Error ? error.message : String(error);
      if (this.#failures === 1)
        this.#onNotice(`${reason} Runs wait in ${this.#outbox.store.location} and are sent when it is back.`);
    }
  }

  /** True if the family has arrived as a whole, and has left the outbox. */
  async #send(family: RunFamily): Promise<boolean> {
    const {parent, children} = family;
    const isTrial = placeOf(parent) !== undefined;
    // Of a trial that is interrupted nothing is to be seen: it is trained again.
    if (isTrial && parent.status === "RUNNING") return false;
    if (isTrial && !isWholeTrial(parent)) {
      await this.#outbox.remove(family);
      return true;
    }
    const record = await this.#sendRun(parent.runId);
    const records = [record];
    for (const child of children) {
      const sent = await this.#sendRun(child.runId, record.runId);
      await sendEnd(this.#server, await this.#outbox.store.getRun(child.runId), sent);
      records.push(sent);
    }
    const holder = await sendClaim(this.#server, parent, record);
    if (isTrial && holder !== undefined && holder !== record.runId) {
      for (const {runId} of records) if (runId !== undefined) await this.#server.deleteRun(runId);
      await this.#outbox.remove(family);
      this.#settle(parent.runId, {runId: holder, isOwn: false});
      return true;
    }
    await sendEnd(this.#server, parent, record);
    const [refusal] = record.refused;
    if (holder === undefined && refusal !== undefined)
      this.#settle(parent.runId, new UserError("trial-refused", `The MLflow server does not take a trial: ${refusal}`));
    else if (record.status !== undefined && holder !== undefined)
      this.#settle(parent.runId, {runId: holder, isOwn: true});
    const refused = records.flatMap((each) => each.refused);
    for (const reason of refused) {
      if (!this.#refused.has(reason)) this.#onNotice(`Not taken by the server: ${reason}`);
      this.#refused.add(reason);
    }
    // The parent ends last: if it had ended when it was read, everything of the family has been sent.
    const hasEnded = parent.status !== "RUNNING" && records.every(({status}) => status !== undefined);
    if (!hasEnded) return false;
    if (refused.length > 0) return true;
    this.#arrived += 1;
    await this.#outbox.remove(family);
    return true;
  }

  async #sendRun(runId: string, parentRunId?: string): Promise<SentRecord> {
    const onArrival = () => {
      this.#lastArrival = Date.now();
    };
    const record = await sendRun(this.#outbox.store, this.#server, runId, {parentRunId, onArrival});
    onArrival();
    if (record.runId !== undefined) this.#ids.set(runId, record.runId);
    return record;
  }

  #settle(runId: string, outcome: SettledRun | UserError): void {
    if (!(outcome instanceof UserError)) this.#ids.set(runId, outcome.runId);
    this.#settled.set(runId, outcome);
    this.#arrivals.dispatchEvent(new Event("settled"));
  }

  async #count(): Promise<void> {
    this.#left = (await this.#outbox.families().catch(() => [])).length;
  }
}
