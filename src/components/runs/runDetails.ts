import {UserError} from "../../lib/errors.js";
import {detailName, rowsName, scoresName} from "../../lib/experiment/detailNames.js";
import type {RunDetail, RunRow, RunScores} from "../../lib/experiment/experiment.js";
import {parseRunDetail} from "../../lib/experiment/parseRunDetail.js";

/** From every page of the report, as they are all in its first folder; the same in a preview. */
const folder = "./_file/data/runs";

type Detailed = Pick<RunRow, "runId" | "name" | "detail">;

const fetched = new Map<string, Promise<ArrayBuffer>>();

/**
 * The details of a run, fetched when they are first asked for.
 * @throws UserError details-unreachable; run-not-json, run-missing-field, run-bad-field
 */
export async function loadDetail({runId, name, detail}: Detailed): Promise<RunDetail> {
  const bytes = await load(`${detailName(runId)}?v=${detail}`, name);
  return parseRunDetail(new TextDecoder().decode(bytes));
}

/**
 * The out-of-fold predictions of a run, row by row; runs of the same `foldsKey` have the same rows. Undefined for a run
 * that has none whose rows are known.
 * @throws UserError details-unreachable, details-damaged
 */
export async function loadScores({
  runId,
  name,
  detail,
  foldsKey,
  has
}: Detailed & Pick<RunRow, "foldsKey" | "has">): Promise<RunScores | undefined> {
  if (foldsKey === undefined || !has.outOfFold) return undefined;
  const [scores, rows] = await Promise.all([
    load(`${scoresName(runId)}?v=${detail}`, name),
    load(`${rowsName(foldsKey)}`, name)
  ]);
  const codes = new Uint8Array(rows);
  if (scores.byteLength !== 4 * codes.length)
    throw new UserError("details-damaged", `The predictions of run ${name} do not fit the rows they are of.`);
  const view = new DataView(scores);
  return {
    probabilities: Float32Array.from(codes, (_, row) => view.getFloat32(4 * row, true)),
    labels: codes.map((code) => code & 1),
    folds: codes.map((code) => code >> 1)
  };
}

/** What could not be fetched is asked for again the next time. */
function load(file: string, runName: string): Promise<ArrayBuffer> {
  const known = fetched.get(file);
  if (known !== undefined) return known;
  const answer = ask(file, runName);
  fetched.set(file, answer);
  answer.catch(() => fetched.delete(file));
  return answer;
}

async function ask(file: string, runName: string): Promise<ArrayBuffer> {
  const unreachable = (why: string) =>
    new UserError("details-unreachable", `The details of run ${runName} cannot be loaded (${why}).`, {file});
  let response: Response;
  try {
    response = await fetch(`${folder}/${file}`);
  } catch (error) {
    throw unreachable(error instanceof Error ? error.message : String(error));
  }
  if (!response.ok) throw unreachable(`status ${response.status}`);
  return response.arrayBuffer();
}
