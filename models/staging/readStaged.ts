import {join} from "node:path";
import {readIfPresent} from "../../dataset/files.js";
import {UserError} from "../../src/lib/errors.js";
import {
  manifestFile,
  modelFile,
  openStagedModel,
  type StagedModel,
  transformationsFile
} from "../../src/lib/staged/stagedModel.js";

/** Where `npm run stagemodel` puts the model that the report, the command line and the API use. */
export const stagedDirectory = "models/staged";

/**
 * Reads a staged model from its directory, checked against its digests.
 * @throws {UserError} `staged-none` where there is no model, `staged-…` and `manifest-…` where it is not whole
 */
export async function readStaged(directory = stagedDirectory): Promise<StagedModel> {
  const [manifest, model, transformations] = await Promise.all(
    [manifestFile, modelFile, transformationsFile].map((file) => readIfPresent(join(directory, file)))
  );
  if (!manifest) {
    throw new UserError("staged-none", `There is no staged model in ${directory}; run \`npm run stagemodel\`.`, {
      file: join(directory, manifestFile)
    });
  }
  return openStagedModel({
    [manifestFile]: manifest,
    ...(model && {[modelFile]: model}),
    ...(transformations && {[transformationsFile]: transformations})
  });
}
