import type {UserErrorData} from "../lib/errors.js";
import type {ScoredFile, ScoringProgress} from "../lib/scoring/scoreBlob.js";

/** What the scoring worker says to the page; the page sends it the file and nothing else. */
export type ScoringMessage =
  | {kind: "progress"; progress: ScoringProgress}
  | {kind: "scored"; scored: ScoredFile}
  /** A mistake in the file. */
  | {kind: "user-error"; error: UserErrorData}
  /** A bug of ours, or a browser that cannot run the model. */
  | {kind: "failure"; message: string};
