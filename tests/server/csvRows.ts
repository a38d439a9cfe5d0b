import {wideFeatures} from "./stagedDirectory.js";

const header = `ID_code,${wideFeatures.join(",")}\n`;

/** A number of rows of the wide model as a CSV file, with ids row_0, row_1, … */
export function csvRows(rows: number): string {
  return header + Array.from({length: rows}, (_, row) => csvRow(row)).join("");
}

/** The same file in chunks of 500 rows, for files that are too long for one text. */
export async function* csvChunks(rows: number): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(header);
  for (let start = 0; start < rows; start += 500) {
    const count = Math.min(500, rows - start);
    yield encoder.encode(Array.from({length: count}, (_, row) => csvRow(start + row)).join(""));
  }
}

/** One of a hundred different rows, so that long files are made fast. */
function csvRow(row: number): string {
  return `row_${row},${bodies[row % bodies.length]}\n`;
}

const bodies = Array.from({length: 100}, (_, row) =>
  wideFeatures
    .map((_, column) => ((((row * 7919 + column * 104_729) % 400_000) - 200_000) / 10_000).toString())
    .join(",")
);

/** A form with the file as the field that the server wants. */
export function fileForm(csv: string, field = "data_file"): FormData {
  const form = new FormData();
  form.set(field, new Blob([csv]), "rows.csv");
  return form;
}
