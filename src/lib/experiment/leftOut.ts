/** Why a run is not in the report, in the words that follow its count. */
export const leftOutReasons = {
  otherData: "on other data",
  running: "still running",
  failed: "failed",
  interrupted: "interrupted",
  pruned: "pruned in a sweep",
  damaged: "damaged",
  unreadable: "that could not be read",
  foreign: "of other kinds than a cross-validation"
} as const;

export type LeftOutReason = keyof typeof leftOutReasons;

export const isLeftOutReason = (text: unknown): text is LeftOutReason =>
  typeof text === "string" && Object.hasOwn(leftOutReasons, text);

const reasons = Object.keys(leftOutReasons).filter(isLeftOutReason);

/** Runs that are not in the report, all for the same reason. */
export interface LeftOut {
  reason: LeftOutReason;
  count: number;
  /** Names of the first of them, or what is known where they have none. */
  names: string[];
}

/** More names are not listed. */
const listed = 5;

/** Counts runs by reason, in the order of the reasons. */
export function countLeftOut(runs: readonly {reason: LeftOutReason; name: string}[]): LeftOut[] {
  const groups: LeftOut[] = [];
  for (const reason of reasons) {
    const of = runs.filter((run) => run.reason === reason);
    if (of.length > 0) groups.push({reason, count: of.length, names: of.slice(0, listed).map(({name}) => name)});
  }
  return groups;
}

/** `Not shown: 2 runs on other data (a, b); 1 run failed (c).`; empty if nothing is left out. */
export function describeLeftOut(leftOut: readonly LeftOut[]): string {
  if (leftOut.length === 0) return "";
  const groups = leftOut.map(({reason, count, names}) => {
    const more = count > names.length ? `, and ${count - names.length} more` : "";
    return `${count} ${count === 1 ? "run" : "runs"} ${leftOutReasons[reason]} (${names.join(", ")}${more})`;
  });
  return `Not shown: ${groups.join("; ")}.`;
}
