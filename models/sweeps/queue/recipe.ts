import {createHash} from "node:crypto";
import {gunzipSync, gzipSync} from "node:zlib";
import type {FoldAssignments, FoldRows} from "../../../dataset/foldRows.js";
import {type DataSource, readDataSource} from "../../../src/lib/experiment/dataSource.js";
import {
  parseDocument,
  readAnyText,
  readCount,
  readField,
  readList,
  readOptional,
  readText
} from "../../../src/lib/json.js";
import type {RunStore} from "../../tracking/runStore.js";
import type {CatalogueModel} from "../../training/model.js";
import type {TrainingFile} from "../../training/trackCrossValidation.js";

/** The artifact of a sweep's run by which a worker trains its trials as the machine would that began the sweep. */
const recipeArtifact = "recipe.json.gz";

export interface Recipe {
  name: string;
  model: string;
  /** Hex SHA-256 of the model's parameters, and of what the columns mean. */
  params: string;
  columns: string;
  command: string;
  dataSource: DataSource;
  /** Hex SHA-256 of the test file, of models that learn from its rows. */
  test?: string;
  folds: FoldAssignments;
}

export const paramsDigest = ({params}: CatalogueModel): string => digestOf(params);

export const columnsDigest = ({data, idColumn, targetColumn, kinds}: TrainingFile): string =>
  digestOf({features: data.featureNames, idColumn, targetColumn, kinds});

const digestOf = (value: unknown): string => createHash("sha256").update(JSON.stringify(value)).digest("hex");

export async function writeRecipe(store: RunStore, sweepRunId: string, recipe: Recipe): Promise<void> {
  const {folds, assignments, rows} = recipe.folds;
  const text = JSON.stringify({
    ...recipe,
    folds: {
      folds,
      assignments: base64(assignments),
      rows: rows?.map(({training, validation}) => ({training: packRows(training), validation: packRows(validation)}))
    }
  });
  await store.writeArtifact(sweepRunId, recipeArtifact, gzipSync(text));
}

/** @throws UserError unknown-run, unknown-artifact, recipe-… */
export async function readRecipe(store: RunStore, sweepRunId: string): Promise<Recipe> {
  const content = await store.readArtifact(sweepRunId, recipeArtifact);
  const text = gunzipSync(content).toString("utf8");
  const json = parseDocument(text, {title: "The recipe of the sweep", code: "recipe"});
  const field = (name: string) => readField(json, name, readText);
  const test = readField(json, "test", readOptional(readText));
  return {
    name: field("name"),
    model: field("model"),
    params: field("params"),
    columns: field("columns"),
    command: field("command"),
    dataSource: readField(json, "dataSource", readDataSource),
    ...(test !== undefined && {test}),
    folds: readField(json, "folds", (folds) => {
      const rows = readField(
        folds,
        "rows",
        readOptional(
          readList((fold): FoldRows => {
            const part = (name: string) => unpackRows(readField(fold, name, readAnyText));
            return {training: part("training"), validation: part("validation")};
          })
        )
      );
      return {
        folds: readField(folds, "folds", readCount),
        assignments: Uint8Array.from(Buffer.from(readField(folds, "assignments", readText), "base64")),
        ...(rows && {rows})
      };
    })
  };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

/** Rising numbers as the steps between them, which are small, and pack well. */
function packRows(rows: Uint32Array): string {
  const steps = rows.map((row, i) => row - (rows[i - 1] ?? 0));
  return base64(new Uint8Array(steps.buffer));
}

function unpackRows(text: string): Uint32Array {
  const bytes = Uint8Array.from(Buffer.from(text, "base64"));
  const rows = new Uint32Array(bytes.buffer);
  for (let i = 1; i < rows.length; ++i) rows[i] = (rows[i] ?? 0) + (rows[i - 1] ?? 0);
  return rows;
}
