import {UserError} from "../../src/lib/errors.js";
import type {Environment} from "./environment.js";

const production = "https://api.kaggle.com";

/**
 * The root of Kaggle's API, below which a call is `<service>/<method>`. `KAGGLE_API_ENDPOINT` (kagglehub's variable)
 * names another origin, as the tests' stand-in server needs; there the API is below `/api/v1`, as on every Kaggle host
 * but `api.kaggle.com`.
 * @throws UserError kaggle-endpoint-invalid for what is no URL, or plain HTTP to another machine: secrets go there
 */
export function kaggleEndpoint({KAGGLE_API_ENDPOINT: given}: Environment): URL {
  const origin = given?.trim() || production;
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (url === undefined || !isSafe(url)) {
    throw new UserError(
      "kaggle-endpoint-invalid",
      "KAGGLE_API_ENDPOINT must be an https address such as https://api.kaggle.com; plain http is only for this machine."
    );
  }
  return new URL(url.origin === production ? "/v1/" : "/api/v1/", url);
}

function isSafe({protocol, hostname}: URL): boolean {
  return protocol === "https:" || (protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(hostname));
}
