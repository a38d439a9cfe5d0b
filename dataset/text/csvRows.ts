import {stat} from "node:fs/promises";
import {CsvReader} from "../../src/lib/csv/csvReader.js";
import {readBytes} from "../readBytes.js";
import type {TextRowsOptions, TextRowsSummary} from "./textRows.js";

/** Reads a CSV file as rows of texts. @throws UserError csv-… (see CsvReader) */
export async function readCsvRows(path: string, {sink, onProgress, signal}: TextRowsOptions): Promise<TextRowsSummary> {
  const {size} = await stat(path);
  const reader = new CsvReader({
    schema: "text",
    file: path,
    sink: ({schema, delimiter}, texts) => {
      const rows = sink({names: schema.features, hasDecimalPoint: delimiter === ","});
      return {row: (id) => rows.row(texts, Number(id))};
    }
  });
  for await (const chunk of readBytes(path)) {
    signal?.throwIfAborted();
    reader.push(chunk);
    onProgress?.(reader.bytes / size);
  }
  return {format: "CSV", rows: reader.finish().rows};
}
