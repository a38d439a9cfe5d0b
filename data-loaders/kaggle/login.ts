import {UserError} from "../../src/lib/errors.js";
import {textField} from "../../src/lib/json.js";
import {KaggleApi} from "./api.js";
import {Credentials} from "./credentials.js";
import {kaggleEndpoint} from "./endpoint.js";
import type {Environment} from "./environment.js";

/** A token that ends within this time is renewed at once. */
const margin = 60_000;

/**
 * What `kaggle auth login` left behind: an access token for some hours, and a refresh token to get the next. A token
 * made here is not written back, as the file is the command line's own.
 * @throws UserError kaggle-unauthorized when Kaggle no longer accepts the refresh token
 */
export async function readLogin(
  source: string,
  fields: Record<string, unknown>,
  env: Environment
): Promise<Credentials | undefined> {
  const accessToken = textField(fields, "access_token");
  const expiration = Date.parse(textField(fields, "access_token_expiration") ?? "");
  if (accessToken !== undefined && expiration > Date.now() + margin) return Credentials.token(source, accessToken);
  const refreshToken = textField(fields, "refresh_token");
  return refreshToken === undefined ? undefined : renew(source, refreshToken, env);
}

async function renew(source: string, refreshToken: string, env: Environment): Promise<Credentials> {
  const api = new KaggleApi({endpoint: kaggleEndpoint(env), credentials: undefined});
  const request = {refreshToken, apiVersion: "API_VERSION_V1", expirationDuration: "43200s"};
  try {
    const answer = await api.call("users.AccountService/GenerateAccessToken", request);
    const token = textField(answer, "token");
    if (token !== undefined) return Credentials.token(source, token);
  } catch (error) {
    const refused = ["kaggle-refused", "kaggle-unauthorized"];
    if (!(error instanceof UserError) || !refused.includes(error.code)) throw error;
  }
  throw new UserError(
    "kaggle-unauthorized",
    `Your Kaggle login in ${source} has expired. Run “kaggle auth login” again, or put an API token into the variable KAGGLE_API_TOKEN.`
  );
}
