import {isWhole} from "../models/sweeps/runSweep.js";
import type {Trial} from "../models/sweeps/sweepRuns.js";

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

function describeSettings(settings: Trial["settings"]): string {
  const entries = Object.entries(settings).map(([name, value]) => {
    const text = typeof value === "number" ? String(Number(value.toPrecision(4))) : String(value);
    return `${name}=${text}`;
  });
  return entries.join(" ");
}
