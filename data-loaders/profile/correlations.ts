import {UserError} from "../../src/lib/errors.js";
import {type CorrelationMatrix, correlationMatrix} from "../../src/lib/statistics/correlationMatrix.js";
import {keptResult} from "./keptResult.js";
import {type ProfiledData, profiledData} from "./profiledData.js";

const kept = {
  name: "correlations",
  write: ({columns, rows, coefficients}: CorrelationMatrix) =>
    new Uint8Array(Float64Array.of(columns, rows, ...coefficients).buffer),
  read(bytes: Uint8Array): CorrelationMatrix {
    const [columns = 0, rows = 0, ...coefficients] = new Float64Array(bytes.slice().buffer, 0, bytes.length >> 3);
    if (coefficients.length !== (columns * (columns - 1)) / 2 || bytes.length % 8 !== 0)
      throw new UserError("correlations-damaged", "The file of correlations is cut short.");
    return {columns, rows, coefficients: Float64Array.from(coefficients)};
  }
};

/** Of all pairs of features, from the training file. */
export async function correlationsOf({cacheDirectory, digests, readTrain}: ProfiledData): Promise<CorrelationMatrix> {
  return keptResult(kept, cacheDirectory, digests, async () => correlationMatrix((await readTrain()).columns));
}

/**
 * `src/data/correlations.bin`: the coefficients of all pairs (i, j) with i < j, row by row, as 16-bit whole numbers of
 * 1/32767; −32768 where there is none.
 */
export async function loadCorrelations({directory}: {directory?: string} = {}): Promise<Uint8Array> {
  const {coefficients} = await correlationsOf(await profiledData(directory));
  const short = Int16Array.from(coefficients, (coefficient) =>
    Number.isNaN(coefficient) ? -32768 : Math.round(32767 * Math.max(-1, Math.min(1, coefficient)))
  );
  return new Uint8Array(short.buffer);
}
