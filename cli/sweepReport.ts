import {bestTrial, isWhole} from "../models/sweeps/inSweep.js";
import type {SweepOptions} from "../models/sweeps/runSweep.js";
import type {Trial} from "../models/sweeps/sweepRuns.js";
import {Progress} from "./progress.js";

/** The best trials, as a table of plain text. */
export function trialTable(trials: readonly Trial[], most = 5): string {
  const best = trials
    .filter(isWhole)
    .sort((a, b) => b.value - a.value || a.number - b.number)
    .slice(0, most);
  const rows = [
    ["trial", "auc", "settings"],
    ...best.map(({number, value, settings}) => [String(number), value.toFixed(4), describeSettings(settings)])
  ];
  return rows
    .map(([number = "", auc = "", settings = ""]) => `${number.padStart(5)}  ${auc.padStart(6)}  ${settings}`)
    .join("\n");
}

/** `40 trials, 17 pruned, 1 failed`. */
export function describePruned(trials: readonly Trial[]): string {
  const pruned = trials.filter(({prunedAt}) => prunedAt !== undefined).length;
  const failed = trials.filter(({value}) => value === undefined).length;
  return [
    `${trials.length} ${trials.length === 1 ? "trial" : "trials"}`,
    ...(pruned > 0 ? [`${pruned} pruned`] : []),
    ...(failed > 0 ? [`${failed} failed`] : [])
  ].join(", ");
}

/** `num_leaves=31 learning_rate=0.05`. */
export function describeSettings(settings: Trial["settings"]): string {
  const entries = Object.entries(settings).map(([name, value]) => {
    const text = typeof value === "number" ? String(Number(value.toPrecision(4))) : String(value);
    return `${name}=${text}`;
  });
  return entries.join(" ");
}

/** Trials so far, the best of them, and how many a minute there are. */
export class SweepProgress implements Disposable {
  readonly callbacks: Pick<SweepOptions, "onTrials" | "onProgress">;
  readonly #title: string;
  readonly #total: number | undefined;
  #progress: Progress | undefined;
  #note = "";
  /** Trials that were there before. */
  #first = 0;
  #begun = 0;

  constructor(title: string, total: number | undefined) {
    this.#title = title;
    this.#total = total;
    let done = 0;
    this.callbacks = {
      onTrials: (trials) => {
        done = trials.length;
        this.#report(trials);
      },
      onProgress: (share) => this.#progress?.report(done + share, {note: this.#note})
    };
  }

  end(): void {
    this.#progress?.end();
  }

  [Symbol.dispose](): void {
    this.#progress?.[Symbol.dispose]();
  }

  #report(trials: readonly Trial[]): void {
    const done = trials.length;
    if (this.#progress === undefined) {
      this.#progress = new Progress(this.#title, {total: this.#total, from: done, unit: "trials"});
      this.#first = done;
      this.#begun = performance.now();
    }
    const minutes = (performance.now() - this.#begun) / 60_000;
    const rate = done > this.#first ? `, ${((done - this.#first) / minutes).toFixed(1)} trials/min` : "";
    const best = bestTrial(trials);
    const found = best === undefined ? "" : `best AUC ${best.value.toFixed(4)} in trial ${best.number}`;
    this.#note = `${found}${rate}`;
    this.#progress.report(done, {note: this.#note});
  }
}
