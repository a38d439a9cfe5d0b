import {runTags, sweepTags} from "../../models/tracking/crossValidationRuns.js";
import {mlflowTags, type Run} from "../../models/tracking/runStore.js";
import type {RunDetail} from "../../src/lib/experiment/experiment.js";
import {stagePrefix} from "./runRow.js";

type Provenance = Pick<
  RunDetail,
  "command" | "commit" | "branch" | "isDirty" | "user" | "seed" | "versions" | "stages" | "tags"
>;

const versionPrefix = "version.";
const note = "mlflow.note.content";

/** Tags that are shown elsewhere, or are for programs alone. */
const known: ReadonlySet<string> = new Set([
  ...Object.values(runTags),
  ...Object.values(sweepTags),
  "run.key",
  "git.dirty",
  "platform",
  "estimator_class",
  "estimator_name"
]);

/** What a run says of how it was made. */
export function provenanceOf({tags, params, metrics}: Run): Provenance {
  const text = (key: string, tag: string) => (tags[tag] ? {[key]: tags[tag]} : {});
  const seed = params.seed ?? params.random_state ?? params.random_seed;
  const versions = Object.entries(tags).flatMap(([tag, value]) =>
    tag.startsWith(versionPrefix)
      ? [[tag.slice(versionPrefix.length), value]]
      : tag === "platform"
        ? [[tag, value]]
        : []
  );
  return {
    ...text("command", mlflowTags.sourceName),
    ...text("commit", mlflowTags.gitCommit),
    ...text("branch", mlflowTags.gitBranch),
    ...text("user", mlflowTags.user),
    ...(tags["git.dirty"] === "true" && {isDirty: true}),
    ...(seed !== undefined && seed !== "None" && {seed}),
    versions: Object.fromEntries(versions),
    stages: Object.entries(metrics).flatMap(([name, seconds]) =>
      name.startsWith(stagePrefix) && Number.isFinite(seconds)
        ? [{name: name.slice(stagePrefix.length).replaceAll("_", " "), milliseconds: Math.round(seconds * 1000)}]
        : []
    ),
    tags: Object.fromEntries(
      Object.entries(tags).flatMap(([tag, value]) =>
        tag === note ? [["note", value]] : isOfUse(tag) ? [[tag, value]] : []
      )
    )
  };
}

const isOfUse = (tag: string) => !known.has(tag) && !tag.startsWith("mlflow.") && !tag.startsWith(versionPrefix);
