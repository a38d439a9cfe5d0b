import {dataDigestOf, versionsOfData} from "../../models/tracking/comparableRuns.js";
import {runTags} from "../../models/tracking/crossValidationRuns.js";
import type {Run} from "../../models/tracking/runStore.js";
import {parseCardTag} from "../../src/lib/experiment/dataCard.js";
import {type DataSource, readDataKind} from "../../src/lib/experiment/dataSource.js";

/** The data that a run was made on. */
function dataSourceOf({tags}: Run): DataSource {
  const digest = tags[runTags.dataDigest] ?? "";
  const card = parseCardTag(tags[runTags.dataCard]) ?? (digest === "" ? notLogged : undefined);
  return {
    kind: digest === "" && tags[runTags.dataKind] === undefined ? "file" : readDataKind(tags[runTags.dataKind]),
    trainRows: rowCount(tags[runTags.trainRows]) ?? 0,
    testRows: rowCount(tags[runTags.testRows]) ?? 0,
    digest,
    ...(card && {card})
  };
}

/** Of runs that say nothing of their data, as most that Python logs. */
const notLogged = {
  title: "Data not named",
  description: "These runs do not say which data they were made on; whether they compare is for you to know."
};

/** Rows that a run says its data had; undefined if it does not say. */
export function rowCount(text: string | undefined): number | undefined {
  const rows = Number(text);
  return text !== undefined && text !== "" && Number.isSafeInteger(rows) && rows >= 0 ? rows : undefined;
}

/**
 * The versions of the data that runs were made on, in the order of `versionsOfData`.
 * @param runs newest first
 * @param atHand digest of the training file in the data folder
 */
export function dataVersions(
  runs: readonly Run[],
  atHand?: string
): {sources: DataSource[]; indexOf: (run: Run) => number} {
  const newest = versionsOfData(
    runs.map((parent) => ({parent})),
    atHand
  ).flatMap(([first]) => first?.parent ?? []);
  const indices = new Map(newest.map((run, index) => [dataDigestOf(run), index]));
  return {sources: newest.map(dataSourceOf), indexOf: (run) => indices.get(dataDigestOf(run)) ?? 0};
}
