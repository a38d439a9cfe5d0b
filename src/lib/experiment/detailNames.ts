/** Names of the files of a run's details, in `data/runs/`. */
export const detailName = (runId: string): string => `${runId}.json`;

/** Its out-of-fold probabilities: a 32-bit float a row, least significant byte first. */
export const scoresName = (runId: string): string => `${runId}.bin`;

/** What all runs of these folds have in common, a byte a row: twice the fold, plus the label. */
export const rowsName = (foldsKey: string): string => `rows-${foldsKey}.bin`;
