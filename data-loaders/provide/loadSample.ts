import {join} from "node:path";
import {isDeepStrictEqual} from "node:util";
import {readTextRows} from "../../dataset/text/readTextRows.js";
import {readStaged} from "../../models/staging/readStaged.js";
import {csvField} from "../../src/lib/csv/csvWriter.js";
import {cardOf} from "../../src/lib/experiment/dataSource.js";
import {madeUpRows, type Sample} from "../../src/lib/scoring/madeUpRows.js";
import type {Manifest} from "../../src/lib/staged/manifest.js";
import {demoCsv} from "../demo/demoCsv.js";
import {demoFeatures} from "../demo/demoSampler.js";
import {readRawSource} from "../raw/rawSource.js";
import {withCard} from "./dataCard.js";

const sampleRows = 100;
const seed = 42;

/** The staged model's manifest, with what the card of the data at hand says now. */
export async function loadManifest(): Promise<Manifest> {
  const {manifest} = await readStaged();
  return {...manifest, trainingData: await withCard(manifest.trainingData)};
}

/**
 * Rows that the staged model takes: the first of the test file if they are of one's own table and its card lets them be
 * shown, else made-up ones. Rows of a competition may not be passed on.
 */
export async function loadSample(directory = "data"): Promise<Sample> {
  const manifest = await loadManifest();
  const {kind, digest, card} = manifest.trainingData;
  const raw = join(directory, "raw");
  const isAtHand = (await readRawSource(raw))?.files["train.csv"].sha256 === digest;
  if (kind === "file" && isAtHand && cardOf({kind, card}).sample === "rows")
    return firstRows(join(raw, "test.csv"), manifest);
  if (isDeepStrictEqual(manifest.features, demoFeatures))
    return {description: `${sampleRows} demo rows`, csv: demoRows()};
  return {description: `${sampleRows} made-up rows`, csv: madeUpRows(manifest, {rows: sampleRows, seed})};
}

async function firstRows(file: string, {idColumn, features}: Manifest): Promise<Sample> {
  const lines: string[] = [];
  await readTextRows(file, {
    sink: ({names}) => {
      const columns = [idColumn, ...features].map((name) => names.indexOf(name));
      const push = (fields: readonly string[]) => lines.push(`${fields.map(csvField).join(",")}\n`);
      push([idColumn, ...features]);
      return {row: (texts, row) => void (row <= sampleRows && push(columns.map((column) => texts[column] ?? "")))};
    }
  });
  const rows = lines.length - 1;
  return {description: `${rows === 1 ? "the first row" : `${rows} rows`} of the test file`, csv: lines.join("")};
}

function demoRows(): string {
  const decoder = new TextDecoder();
  return [...demoCsv({name: "test", rows: sampleRows, seed})].map(({bytes}) => decoder.decode(bytes)).join("");
}
