import {UserError} from "../../src/lib/errors.js";

/** A version of a registered model, and the run that it is of. */
export interface RegisteredVersion {
  version: string;
  runId: string;
}

/** Where models have names, versions, and aliases that point to one of these. */
export interface ModelRegistry {
  /** Registers the model in an artifact folder of a run; one that is registered already keeps its version. */
  registerModel(name: string, runId: string, artifactFolder: string): Promise<RegisteredVersion>;
  /** Points an alias to a version, wherever it pointed before. */
  setAlias(name: string, alias: string, version: string): Promise<void>;
  /** @throws UserError unknown-model */
  findVersion(name: string, place: VersionPlace): Promise<RegisteredVersion>;
}

/** Which version of a model is meant. */
export type VersionPlace = {alias: string} | {version: string};

/** The alias of the version that is in use. */
export const championAlias = "champion";

/** Whether a word of the command line is MLflow's address of a registered model. */
export const isModelAddress = (word: string): boolean => word.startsWith("models:");

/**
 * Reads `models:/NAME@ALIAS` and `models:/NAME/VERSION`.
 * @throws UserError bad-model-address
 */
export function parseModelAddress(text: string): {name: string; place: VersionPlace} {
  const [, name = "", mark, rest = ""] = /^models:\/([^/@:]+)([@/])([\w-]+)$/.exec(text) ?? [];
  if (mark === "@") return {name, place: {alias: rest}};
  if (mark === "/" && /^\d+$/.test(rest)) return {name, place: {version: rest}};
  throw new UserError(
    "bad-model-address",
    `“${text}” is not an address of a registered model, such as models:/NAME@champion or models:/NAME/3.`,
    {value: text}
  );
}

export function describePlace(name: string, place: VersionPlace): string {
  return "alias" in place ? `models:/${name}@${place.alias}` : `models:/${name}/${place.version}`;
}

export function unknownModel(name: string, place: VersionPlace, location: string): UserError {
  const text = describePlace(name, place);
  return new UserError("unknown-model", `There is no ${text} in ${location}; npm run stagemodel registers models.`, {
    value: text
  });
}
