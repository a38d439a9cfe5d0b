import {createHash} from "node:crypto";
import {runTags, sweepTags} from "../../models/tracking/crossValidationRuns.js";
import type {Run, RunReader} from "../../models/tracking/runStore.js";
import {ConcurrencyLimit} from "../../src/lib/concurrency.js";
import {UserError} from "../../src/lib/errors.js";
import type {RunRow} from "../../src/lib/experiment/experiment.js";
import {formatRunDetail} from "../../src/lib/experiment/formatExperiment.js";
import type {LeftOutRun} from "../../src/lib/experiment/leftOut.js";
import type {ArrangedRun} from "./arrangeRuns.js";
import {compareOnRows, type ReferenceModel, referenceModel} from "./compareOnRows.js";
import {foldsKeyOf, type OutOfFold} from "./outOfFold.js";
import {readRunDetail} from "./readRunDetail.js";

/** Runs whose histories and artifacts are read at once. */
const readAtOnce = 4;

/** A run of the listing, and where the rest of it is read. */
export interface PlannedRun {
  arranged: ArrangedRun;
  row: Omit<RunRow, "has" | "detail">;
  reader: RunReader;
  page?: string;
}

/** A trial logs no predictions; its sweep says which folds it is on. */
function foldsOfSweep({run, sweep}: ArrangedRun): string | undefined {
  const [data, folds] = [run.tags[runTags.dataDigest], sweep?.tags[sweepTags.folds]];
  return data === undefined || folds === undefined ? undefined : foldsKeyOf(data, folds);
}

/** What the pages fetch of a run when they show it. */
export interface DetailFiles {
  runId: string;
  /** JSON. */
  detail: string;
  /** Out-of-fold probabilities, where their rows are known. */
  scores?: {
    foldsKey: string;
    /** 32-bit floats, least significant byte first. */
    probabilities: Uint8Array;
    /** By row: twice the fold, plus the label. */
    rows: Uint8Array;
  };
}

export interface ReadDetailsOptions {
  allowMissing: boolean;
  onDetail: (files: DetailFiles) => Promise<void>;
  warn: (message: string) => void;
  /** Whether a run may be the champion. */
  canLead: (row: PlannedRun["row"]) => boolean;
}

/**
 * Reads the details of all runs and hands them on one by one. The champion's are read first: the others are compared
 * with its predictions.
 * @param planned best first
 * @returns the rows, in the same order, without those that cannot be read
 * @throws UserError run-unreadable, with the run's name, where the store fails
 */
export async function readDetails(
  planned: readonly PlannedRun[],
  {allowMissing, onDetail, warn, canLead}: ReadDetailsOptions
): Promise<{runs: RunRow[]; leftOut: LeftOutRun[]}> {
  const leftOut: LeftOutRun[] = [];
  const read = async (
    run: PlannedRun,
    champion?: ReferenceModel
  ): Promise<{row: RunRow; outOfFold?: OutOfFold} | undefined> => {
    try {
      const {detail, outOfFold} = await readRunDetail(run.reader, run.arranged, {page: run.page, warn});
      const text = formatRunDetail(detail);
      const known = "reason" in outOfFold ? undefined : outOfFold;
      await onDetail({runId: run.row.runId, detail: text, scores: known && scoresOf(known)});
      const foldsKey = known === undefined ? foldsOfSweep(run.arranged) : known.foldsKey;
      const onTheseRows = known && champion && compareOnRows(known, champion);
      const row = {
        ...run.row,
        ...(foldsKey !== undefined && {foldsKey}),
        ...(onTheseRows && {onTheseRows}),
        has: {
          curves: detail.curves.length > 0,
          outOfFold: known !== undefined,
          importance: !("reason" in detail.importance)
        },
        detail: createHash("sha256").update(text).digest("hex").slice(0, 12)
      };
      return {row, outOfFold: known};
    } catch (error) {
      leftOut.push(explainMissing(error, run.arranged.run, allowMissing));
      return undefined;
    }
  };

  const done = new Map<PlannedRun, RunRow>();
  let champion: ReferenceModel | undefined;
  const tried = new Set<PlannedRun>();
  for (const run of planned.filter(({row}) => canLead(row))) {
    tried.add(run);
    const found = await read(run);
    if (found === undefined) continue;
    done.set(run, found.row);
    champion = found.outOfFold && referenceModel(found.outOfFold);
    break;
  }
  const others = planned.filter((run) => !tried.has(run));
  await new ConcurrencyLimit(readAtOnce).map(others, async (run) => {
    const found = await read(run, champion);
    if (found !== undefined) done.set(run, found.row);
  });
  return {runs: planned.flatMap((run) => done.get(run) ?? []), leftOut};
}

function scoresOf({labels, probabilities, folds, foldsKey}: OutOfFold): DetailFiles["scores"] {
  if (folds === undefined || foldsKey === undefined) return undefined;
  const floats = new DataView(new ArrayBuffer(4 * probabilities.length));
  for (const [row, probability] of probabilities.entries()) floats.setFloat32(4 * row, probability, true);
  return {
    foldsKey,
    probabilities: new Uint8Array(floats.buffer),
    rows: labels.map((label, row) => 2 * (folds[row] ?? 0) + label)
  };
}

/** Why a run is left out, by what was thrown when it was read. @throws what must not be ignored */
function explainMissing(error: unknown, {name, runId}: Run, allowMissing: boolean): LeftOutRun {
  if (!(error instanceof UserError)) throw error;
  const reason = error.message.replace(/\.$/, "");
  if (error.code === "damaged-run") return {reason: "damaged", name: reason};
  if (allowMissing) return {reason: "unreadable", name: `${name}: ${reason}`};
  throw new UserError(
    "run-unreadable",
    `Run ${name} (${runId}) cannot be read, and the report would lack it. ${error.message} Try again, or leave it out: npm run build -- --allow-missing`,
    {value: runId}
  );
}
