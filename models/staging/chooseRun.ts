import {UserError} from "../../src/lib/errors.js";
import {nearestName} from "../../src/lib/nearestName.js";
import {dataDigestOf, differingParams, isSameTraining} from "../tracking/comparableRuns.js";
import {runTags} from "../tracking/crossValidationRuns.js";
import type {Run} from "../tracking/runStore.js";

const shortestPrefix = 4;
const listed = 5;

/**
 * The run that a user means by a word: its id; else its name; else its model's name, if no run has that name; else the
 * beginning of its id (four digits or more). Of several with that name those on the data at hand are meant, and the
 * newest if they repeat the same training.
 * @param runs newest first, from the store at this location
 * @param dataDigest of the training file at hand
 * @throws {UserError} `unknown-run`; `ambiguous-run`, with the candidates
 */
export function chooseRun(runs: readonly Run[], wanted: string, location: string, dataDigest?: string): Run {
  const exact = runs.find(({runId}) => runId === wanted);
  if (exact !== undefined) return exact;

  const named = runs.filter(({name}) => name === wanted);
  const meant = named.length > 0 ? named : runs.filter(({tags}) => tags[runTags.model] === wanted);
  const onDataAtHand = meant.filter((run) => dataDigestOf(run) === dataDigest);
  const candidates = onDataAtHand.length > 0 ? onDataAtHand : meant;
  const [newest] = candidates;
  if (newest !== undefined) {
    if (candidates.every((run) => isSameTraining(run, newest))) return newest;
    throw ambiguous(`\`${wanted}\` is the ${named.length > 0 ? "name" : "model"}`, wanted, candidates);
  }

  const matches = wanted.length < shortestPrefix ? [] : runs.filter(({runId}) => runId.startsWith(wanted));
  const [match] = matches;
  if (match !== undefined && matches.length === 1) return match;
  if (matches.length > 1) throw ambiguous(`\`${wanted}\` is the beginning of the id`, wanted, matches);
  const nearest = nearestName(
    wanted,
    runs.flatMap(({name, tags}) => [name, tags[runTags.model] ?? name])
  );
  const advice = nearest === undefined ? "`npm run train -- MODEL` makes one." : `Did you mean \`${nearest}\`?`;
  throw new UserError(
    "unknown-run",
    `There is no finished run \`${wanted}\` in ${location}${/[./\\]/.test(wanted) ? ", and no such file" : ""}. ${advice}`,
    {
      value: wanted
    }
  );
}

function ambiguous(what: string, wanted: string, candidates: readonly Run[]): UserError {
  const params = differingParams(candidates);
  const lines = candidates.slice(0, listed).map((run) => `\n  ${describe(run, params)}`);
  const more = candidates.length > listed ? `\n  and ${candidates.length - listed} more` : "";
  const message = `${what} of ${candidates.length} runs; give the id of one:${lines.join("")}${more}`;
  return new UserError("ambiguous-run", message, {value: wanted});
}

function describe({runId, name, startTime, params, tags}: Run, differing: readonly string[]): string {
  const started = new Date(startTime).toISOString().slice(0, 16).replace("T", " ");
  const settings = differing.slice(0, 3).map((param) => `${param}=${params[param] ?? "(unset)"}`);
  const rows = `${Number(tags[runTags.trainRows] ?? 0).toLocaleString("en")} training rows`;
  return [`${runId.slice(0, 12)}  ${name}`, `${started} UTC`, rows, ...settings].join(", ");
}
