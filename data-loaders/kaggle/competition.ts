import {UserError} from "../../src/lib/errors.js";
import {numberField, recordsField, textField} from "../../src/lib/json.js";
import type {KaggleApi} from "./api.js";

/** The competition that this report is about. */
export const santander = "santander-customer-transaction-prediction";

export interface CompetitionFile {
  name: string;
  bytes: number | undefined;
  /** As Kaggle writes it, ISO 8601. */
  created: string | undefined;
}

/**
 * The name by which Kaggle's API knows a competition, from that name or the address of one of its pages.
 * @throws UserError kaggle-competition-name
 */
export function competitionName(text: string): string {
  const name = /^https?:\/\/(?:www\.)?kaggle\.com\/(?:competitions|c)\/([^/?#]+)/.exec(text)?.[1] ?? text;
  // It becomes part of file names, too.
  if (/^[a-z0-9][a-z0-9-]*$/i.test(name)) return name;
  throw new UserError(
    "kaggle-competition-name",
    `“${text}” is no name of a competition. The name is the last part of its address, as in https://www.kaggle.com/competitions/titanic.`,
    {value: text}
  );
}

/** All files of a competition, over as many pages as the answer has. */
export async function listFiles(api: KaggleApi, competition: string): Promise<CompetitionFile[]> {
  const files: CompetitionFile[] = [];
  let pageToken: string | undefined;
  do {
    const answer = await api.call(
      "competitions.CompetitionApiService/ListDataFiles",
      {competitionName: competition, pageSize: 200, ...(pageToken !== undefined && {pageToken})},
      {competition}
    );
    for (const file of recordsField(answer, "files")) {
      const name = textField(file, "name");
      if (name === undefined) continue;
      files.push({name, bytes: numberField(file, "totalBytes"), created: textField(file, "creationDate")});
    }
    pageToken = textField(answer, "nextPageToken");
  } while (pageToken !== undefined);
  return files;
}

/** Asks for an address of all files in one zip. */
export function archiveLink(api: KaggleApi, competition: string): Promise<URL> {
  const method = "competitions.CompetitionApiService/DownloadDataFiles";
  return api.link(method, {competitionName: competition}, {competition});
}

/** Asks for an address of one file, which may have been packed into a zip of its own. */
export function fileLink(api: KaggleApi, competition: string, fileName: string): Promise<URL> {
  const method = "competitions.CompetitionApiService/DownloadDataFile";
  return api.link(method, {competitionName: competition, fileName}, {competition, fileName});
}
