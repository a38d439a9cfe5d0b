import type {UserErrorData} from "../lib/errors.js";
import type {PackedIds} from "../lib/scoring/packedIds.js";
import type {FilePart, RefusedPart, ScoredPart} from "../lib/scoring/partScorer.js";
import type {ScoredFile, ScoringProgress} from "../lib/scoring/scoreBlob.js";

export interface PackedFile extends Omit<ScoredFile, "ids"> {
  ids: PackedIds;
}

/** What the scoring worker says to the page; the page sends it the file and nothing else. */
export type ScoringMessage =
  | {kind: "progress"; progress: ScoringProgress}
  | {kind: "scored"; scored: PackedFile}
  /** A mistake in the file. */
  | {kind: "user-error"; error: UserErrorData}
  /** A bug of ours, or a browser that cannot run the model. */
  | {kind: "failure"; message: string};

/** What the scoring worker says to those that share its work on a large file. */
export type PartRequest =
  | {kind: "open"; file: Blob; name?: string; head: Uint8Array}
  | {kind: "part"; call: number; part: FilePart};

/** What they answer. */
export type PartAnswer = {call: number} & ({part: ScoredPart | RefusedPart} | {failure: string});
