import type {CsvSink} from "./csvReader.js";

/** Some rows, row by row, as an ONNX model takes them. */
export interface RowBlock {
  ids: string[];
  /** [rows, features], row-major. */
  features: Float64Array;
  rows: number;
}

/** A sink that hands rows on in blocks. Each block has memory of its own, so it may be kept or transferred. */
export function rowBlocks(featureCount: number, rowsPerBlock: number, onBlock: (block: RowBlock) => void): CsvSink {
  let ids: string[] = [];
  let features = new Float64Array(0);
  const flush = () => {
    const rows = ids.length;
    if (rows === 0) return;
    onBlock({ids, features: rows < rowsPerBlock ? features.slice(0, rows * featureCount) : features, rows});
    ids = [];
  };
  return {
    row(id, row) {
      if (ids.length === 0) features = new Float64Array(rowsPerBlock * featureCount);
      features.set(row, ids.length * featureCount);
      ids.push(id);
      if (ids.length === rowsPerBlock) flush();
    },
    end: flush
  };
}
