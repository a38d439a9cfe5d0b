import process from "node:process";
import {UserError} from "../../src/lib/errors.js";
import {KaggleApi, type KaggleApiOptions} from "./api.js";
import {type CredentialPlaces, findCredentials} from "./credentialSources.js";
import {kaggleEndpoint} from "./endpoint.js";
import {howToGetCredentials} from "./refusal.js";

export type ConnectOptions = CredentialPlaces & Omit<KaggleApiOptions, "endpoint" | "credentials">;

/**
 * Kaggle's API with this computer's credentials. Nothing is sent yet, unless a login has to be renewed.
 * @throws UserError kaggle-no-credentials, kaggle-credentials-broken, kaggle-endpoint-invalid, kaggle-unauthorized
 */
export async function connect({env = process.env, home, project, ...options}: ConnectOptions = {}): Promise<KaggleApi> {
  const endpoint = kaggleEndpoint(env);
  const {credentials, warnings} = await findCredentials({env, home, project});
  for (const warning of warnings) options.onNotice?.(warning);
  if (credentials === undefined)
    throw new UserError("kaggle-no-credentials", `No credentials for Kaggle were found. ${howToGetCredentials}`);
  return new KaggleApi({...options, endpoint, credentials});
}
