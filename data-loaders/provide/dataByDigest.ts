import {createHash} from "node:crypto";
import {rm} from "node:fs/promises";
import {join} from "node:path";
import {exists, replaceFile} from "../../dataset/files.js";
import {UserError} from "../../src/lib/errors.js";
import type {DataKind} from "../../src/lib/experiment/dataSource.js";
import {redact} from "../../src/lib/redact.js";
import {RetryableError, retrying} from "../../src/lib/retry.js";
import {santander} from "../kaggle/competition.js";
import {connect} from "../kaggle/connect.js";
import {exchange} from "../kaggle/exchange.js";
import {fetchCompetition} from "../kaggle/fetchCompetition.js";
import {findData} from "./ensureData.js";

export interface WantedData {
  kind: DataKind;
  /** Hex SHA-256 of `train.csv`. */
  train: string;
  /** Of `test.csv`, where its rows are needed. */
  test?: string;
}

export interface DataFiles {
  train: string;
  test?: string;
}

export interface DataByDigestOptions {
  /** Where what is fetched is kept, each version in a folder of its own. */
  directory: string;
  signal?: AbortSignal;
  onNotice?: (sentence: string) => void;
}

/**
 * The files of these digests: from data folders, from addresses of folders that have `train.csv`, or from Kaggle where
 * there are credentials. What is other than wanted is not taken.
 * @throws UserError data-not-found, which says what is where instead
 */
export async function dataByDigest(
  wanted: WantedData,
  places: readonly string[],
  options: DataByDigestOptions
): Promise<DataFiles> {
  const kept = join(options.directory, wanted.train.slice(0, 16));
  const reasons: string[] = [];
  if (await exists(join(kept, "raw", "train.csv"))) return filesIn(kept);
  for (const place of places) {
    const reason = /^https?:\/\//.test(place)
      ? await fetchFolder(place, wanted, kept, options)
      : await compareFolder(place, wanted);
    if (reason === undefined) return filesIn(/^https?:\/\//.test(place) ? kept : place);
    reasons.push(reason);
  }
  if (wanted.kind === "kaggle") {
    const reason = await fetchFromKaggle(wanted, kept, options);
    if (reason === undefined) return filesIn(kept);
    reasons.push(reason);
  }
  throw new UserError(
    "data-not-found",
    `The training file of SHA-256 ${short(wanted.train)} is not to be had here: ${reasons.join("; ") || "no place was given"}. Give a folder or an address that has it with --data.`,
    {value: wanted.train}
  );
}

const short = (digest: string): string => `${digest.slice(0, 12)}…`;

async function filesIn(folder: string): Promise<DataFiles> {
  const [train, test] = ["train.csv", "test.csv"].map((name) => join(folder, "raw", name));
  return {train: train ?? "", ...(test !== undefined && (await exists(test)) && {test})};
}

/** Undefined if the folder has what is wanted, else the reason. */
async function compareFolder(folder: string, wanted: WantedData): Promise<string | undefined> {
  const source = await findData(folder);
  if (source === undefined) return `${folder} has no raw/train.csv`;
  const {"train.csv": train, "test.csv": test} = source.files;
  if (train.sha256 !== wanted.train) return `${join(folder, "raw/train.csv")} has ${short(train.sha256)}`;
  if (wanted.test !== undefined && test.sha256 !== wanted.test)
    return `${join(folder, "raw/test.csv")} has ${short(test.sha256)}, and ${short(wanted.test)} is needed`;
  return undefined;
}

async function fetchFolder(
  address: string,
  wanted: WantedData,
  kept: string,
  options: DataByDigestOptions
): Promise<string | undefined> {
  const shown = redact(address);
  const raw = join(kept, "raw");
  const at = (name: string) => new URL(name, address.endsWith("/") ? address : `${address}/`);
  if (!URL.canParse(address)) return `${shown} is no address`;
  try {
    // The training file comes last: where it is, all is.
    await fetchFile(at("schema.json"), join(raw, "schema.json"), undefined, options);
    if (wanted.test !== undefined) {
      const test = await fetchFile(at("test.csv"), join(raw, "test.csv"), wanted.test, options);
      if (test !== wanted.test) return `${shown} has no test.csv of ${short(wanted.test)}`;
    }
    const train = await fetchFile(at("train.csv"), join(raw, "train.csv"), wanted.train, options);
    if (train === wanted.train) return undefined;
    await rm(kept, {recursive: true, force: true});
    return train === undefined ? `${shown} has no train.csv` : `train.csv at ${shown} has ${short(train)}`;
  } catch (error) {
    options.signal?.throwIfAborted();
    if (error instanceof UserError) return `${shown}: ${redact(error.message).replace(/\.$/, "")}`;
    throw error;
  }
}

class OtherDigest extends Error {
  constructor(readonly digest: string) {
    super(`The file has SHA-256 ${digest}.`);
  }
}

/** Returns the file's digest, and keeps it if that is the one wanted; undefined if there is no such file. */
async function fetchFile(
  url: URL,
  path: string,
  wanted: string | undefined,
  {signal, onNotice}: DataByDigestOptions
): Promise<string | undefined> {
  const {username, password} = url;
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString("base64");
  const headers: Record<string, string> = username === "" ? {} : {authorization: `Basic ${credentials}`};
  url.username = "";
  url.password = "";
  const attempt = () =>
    exchange(url, {headers}, {signal}, async ({status, body}) => {
      if (status === 404) return undefined;
      if (status >= 500 || status === 429)
        throw new RetryableError("data-unreachable", `${url.host} cannot answer now (status ${status})`);
      if (status !== 200) throw new UserError("data-refused", `${url.host} answers with status ${status}.`);
      const hash = createHash("sha256");
      return replaceFile(path, async (file) => {
        for await (const piece of body) {
          hash.update(piece);
          await file.writeFile(piece);
        }
        const digest = hash.digest("hex");
        if (wanted !== undefined && digest !== wanted) throw new OtherDigest(digest);
        return digest;
      });
    });
  try {
    return await retrying(attempt, {signal, onNotice});
  } catch (error) {
    if (error instanceof OtherDigest) return error.digest;
    throw error;
  }
}

async function fetchFromKaggle(
  wanted: WantedData,
  kept: string,
  {signal, onNotice}: DataByDigestOptions
): Promise<string | undefined> {
  try {
    await fetchCompetition(await connect({signal, onNotice}), santander, {directory: kept, signal, onNotice});
    return await compareFolder(kept, wanted);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof UserError) return error.message.replace(/\.$/, "");
    throw error;
  }
}
