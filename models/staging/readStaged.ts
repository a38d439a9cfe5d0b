import {join} from "node:path";
import {exists, readIfPresent} from "../../dataset/files.js";
import {recoverDirectory} from "../../dataset/replaceDirectory.js";
import {UserError} from "../../src/lib/errors.js";
import {transformationsFile} from "../../src/lib/features/fittedFile.js";
import {
  manifestFile,
  onnxFile,
  openStagedModel,
  type StagedModel,
  scorerFile
} from "../../src/lib/staged/stagedModel.js";

/** Where `npm run stagemodel` puts the model that the report, the command line and the API use. */
export const stagedDirectory = "models/staged";

/**
 * Reads a staged model from its directory, checked against its digests. If staging replaces it meanwhile, it is read
 * again; if staging was killed in the middle, the model before is put back.
 * @throws {UserError} `staged-none` where there is no model, `staged-…` and `manifest-…` where it is not whole
 */
export async function readStaged(directory = stagedDirectory): Promise<StagedModel> {
  const files = await readFiles(directory);
  try {
    return openStagedModel(files);
  } catch (error) {
    const again = await readFiles(directory);
    if (Buffer.compare(again[manifestFile] ?? nothing, files[manifestFile] ?? nothing) === 0) throw error;
    return openStagedModel(again);
  }
}

const nothing = new Uint8Array();

async function readFiles(directory: string): Promise<Record<string, Uint8Array>> {
  // Where the directory cannot be written, there is nobody to put anything back.
  if (!(await exists(directory))) await recoverDirectory(directory).catch(() => undefined);
  const files: Record<string, Uint8Array> = {};
  const read = async (file: string) => {
    const content = await readIfPresent(join(directory, file));
    if (content !== undefined) files[file] = content;
  };
  await Promise.all([manifestFile, scorerFile, transformationsFile].map(read));
  // Of trees, it is for others to use.
  if (files[scorerFile] === undefined) await read(onnxFile);
  if (files[manifestFile] !== undefined) return files;
  throw new UserError("staged-none", `There is no staged model in ${directory}; run \`npm run stagemodel\`.`, {
    file: join(directory, manifestFile)
  });
}
