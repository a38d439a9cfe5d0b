import {readFile} from "node:fs/promises";
import {isNotFound} from "../../dataset/files.js";
import {UserError} from "../../src/lib/errors.js";
import type {Space} from "../../src/lib/sweeps/space.js";
import type {CatalogueModel} from "../training/model.js";
import {readSpace} from "./readSpace.js";

/** Models that vary as another one does. */
const sameAs: Readonly<Record<string, string>> = {"lightgbm-counts": "lightgbm-tuned"};

/** The search space in a file, or the model's own. @throws UserError space-missing, space-malformed, … */
export async function openSpace(model: CatalogueModel, file?: string): Promise<Space> {
  if (file !== undefined) return readSpace(await readFile(file, "utf8"), model, file);
  const name = `${sameAs[model.name] ?? model.name}.yaml`;
  try {
    return readSpace(await readFile(new URL(`spaces/${name}`, import.meta.url), "utf8"), model);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new UserError("space-missing", `${model.name} has no search space of its own; give one with --space FILE.`);
  }
}
