import {santander} from "../kaggle/competition.js";
import {type CredentialPlaces, connect, findCredentials} from "../kaggle/connect.js";
import {type FetchOptions, fetchCompetition} from "../kaggle/fetchCompetition.js";
import {ensureData, findData, type RawData} from "./ensureData.js";

export interface ProvideDataOptions extends CredentialPlaces, FetchOptions {
  /** Whose files to fetch. */
  competition?: string;
}

/**
 * The files that are there; else Kaggle's, if this computer has credentials for them; else demo data.
 * @throws UserError of `ensureData` and `fetchCompetition`
 */
export async function provideData({
  env,
  home,
  project,
  competition = santander,
  ...options
}: ProvideDataOptions = {}): Promise<RawData> {
  const {directory = "data"} = options;
  const places = {env, home, project};
  if ((await findData(directory)) === undefined && (await findCredentials(places)).credentials !== undefined)
    await fetchCompetition(await connect({...places, ...options}), competition, options);
  return ensureData({directory, onNotice: options.onNotice});
}
