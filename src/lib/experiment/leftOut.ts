/** Why a run is not in the report, in the words that follow its count. */
export const leftOutReasons = {
  running: "still running",
  failed: "failed",
  interrupted: "interrupted",
  pruned: "pruned in a sweep",
  withoutMetrics: "without a metric",
  damaged: "damaged",
  orphan: "of a fold, or a confirmation, whose cross-validation is missing",
  unreadable: "that could not be read"
} as const;

export type LeftOutReason = keyof typeof leftOutReasons;

export const isLeftOutReason = (text: unknown): text is LeftOutReason =>
  typeof text === "string" && Object.hasOwn(leftOutReasons, text);

const reasons = Object.keys(leftOutReasons).filter(isLeftOutReason);

/** A run that is not in the report. */
export interface LeftOutRun {
  reason: LeftOutReason;
  /** Or what is known of it, where it has none. */
  name: string;
}

/** Runs that are not in the report, all for the same reason. */
export interface LeftOut {
  reason: LeftOutReason;
  count: number;
  /** Of the first of them. */
  names: string[];
}

/** More names are not kept, and not said in a sentence. */
const listed = 100;
const said = 5;

/** Counts runs by reason, in the order of the reasons. */
export function countLeftOut(runs: readonly LeftOutRun[]): LeftOut[] {
  const groups: LeftOut[] = [];
  for (const reason of reasons) {
    const of = runs.filter((run) => run.reason === reason);
    if (of.length > 0) groups.push({reason, count: of.length, names: of.slice(0, listed).map(({name}) => name)});
  }
  return groups;
}

/** `Not shown: 2 runs failed (a, b); 1 run interrupted (c).`; empty if nothing is left out. */
export function describeLeftOut(leftOut: readonly LeftOut[]): string {
  if (leftOut.length === 0) return "";
  const groups = leftOut.map(({reason, count, names}) => {
    const first = names.slice(0, said);
    const more = count > first.length ? `, and ${count - first.length} more` : "";
    return `${count} ${count === 1 ? "run" : "runs"} ${leftOutReasons[reason]} (${first.join(", ")}${more})`;
  });
  return `Not shown: ${groups.join("; ")}.`;
}
