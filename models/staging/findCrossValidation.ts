import {UserError} from "../../src/lib/errors.js";
import {nearestName} from "../../src/lib/nearestName.js";
import {finishedCrossValidations, runTags} from "../tracking/crossValidationRuns.js";
import type {Run, RunReader} from "../tracking/runStore.js";

const shortestPrefix = 4;

/**
 * The finished cross-validation that a user means by a run id, the beginning of one, or a run name
 * (of several of one name, the newest).
 * @throws {UserError} `no-runs`, `unknown-run`, `ambiguous-run`
 */
export async function findCrossValidation(reader: RunReader, wanted: string): Promise<Run> {
  return chooseRun(await requireRuns(reader), wanted, reader.location);
}

/** @param runs newest first, from the store at this location */
export function chooseRun(runs: readonly Run[], wanted: string, location: string): Run {
  const named = runs.find(({runId, name}) => runId === wanted || name === wanted);
  if (named) return named;
  const matches = wanted.length < shortestPrefix ? [] : runs.filter(({runId}) => runId.startsWith(wanted));
  if (matches.length === 1) return matches[0];
  if (matches.length > 1) {
    const names = matches.map(({runId, name}) => `${name} (${runId.slice(0, wanted.length + 4)}…)`).join(", ");
    throw new UserError("ambiguous-run", `\`${wanted}\` begins the ids of ${matches.length} runs: ${names}.`, {
      value: wanted
    });
  }
  const nearest = nearestName(
    wanted,
    runs.flatMap(({name, tags}) => [name, tags[runTags.model]])
  );
  const advice = nearest === undefined ? "`npm run train -- MODEL` makes one." : `Did you mean \`${nearest}\`?`;
  throw new UserError("unknown-run", `There is no finished run \`${wanted}\` in ${location}. ${advice}`, {
    value: wanted
  });
}

/** The cross-validation with the best mean validation AUC. @throws {UserError} `no-runs` */
export async function findChampion(reader: RunReader): Promise<Run> {
  const auc = ({metrics}: Run) => metrics.auc ?? Number.NEGATIVE_INFINITY;
  return (await requireRuns(reader)).reduce((best, run) => (auc(run) > auc(best) ? run : best));
}

/** The newest cross-validation of a model of the catalogue, if there is one. */
export async function findLatestOfModel(reader: RunReader, model: string): Promise<Run | undefined> {
  const {runs} = await finishedCrossValidations(reader);
  return runs.find(({tags}) => tags[runTags.model] === model);
}

async function requireRuns(reader: RunReader): Promise<Run[]> {
  const {runs} = await finishedCrossValidations(reader);
  if (runs.length > 0) return runs;
  throw new UserError("no-runs", `There is no finished run in ${reader.location}; run \`npm run train\` first.`);
}
