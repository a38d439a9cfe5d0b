import {HubApiError} from "@huggingface/hub";
import {UserError} from "../../src/lib/errors.js";

/** How to reach a Hugging Face hub. */
export interface HubConnection {
  /** Another hub than the public one. */
  hubUrl?: string;
  accessToken?: string;
}

/**
 * Reads `HF_TOKEN` and `HF_ENDPOINT`, the variables of Hugging Face's own tools.
 * @throws UserError invalid-token
 */
export function hubFromEnvironment(environment: Readonly<Record<string, string | undefined>>): HubConnection {
  const {HF_TOKEN: accessToken, HF_ENDPOINT: endpoint} = environment;
  if (accessToken && !accessToken.startsWith("hf_"))
    throw new UserError("invalid-token", "HF_TOKEN is not a Hugging Face access token; those begin with “hf_”.");
  return {...(accessToken && {accessToken}), ...(endpoint && {hubUrl: endpoint.replace(/\/+$/, "")})};
}

/** @throws UserError invalid-repository */
export function checkRepositoryName(name: string): string {
  if (/^[\w.-]+\/[\w.-]+$/.test(name)) return name;
  throw new UserError("invalid-repository", "A repository on the hub is called OWNER/NAME.", {value: name});
}

/** @throws UserError token-missing */
export function requireToken({accessToken, ...connection}: HubConnection): HubConnection & {accessToken: string} {
  if (accessToken !== undefined) return {...connection, accessToken};
  throw new UserError(
    "token-missing",
    "Publishing needs a Hugging Face access token with the right to write: put it into the environment as HF_TOKEN."
  );
}

/**
 * Carries out a request to the hub and says in the user's words what went wrong with it.
 * @throws UserError hub-refused, hub-not-found, hub-failed, hub-unreachable
 */
export async function askHub<Answer>(repository: string, request: () => Promise<Answer>): Promise<Answer> {
  try {
    return await request();
  } catch (error) {
    throw describeFailure(repository, error);
  }
}

function describeFailure(repository: string, error: unknown): unknown {
  if (error instanceof HubApiError) {
    const {statusCode} = error;
    if (statusCode === 401 || statusCode === 403)
      return new UserError(
        "hub-refused",
        `The hub gives no access to ${repository}: it does not exist, or HF_TOKEN does not have the right.`
      );
    if (statusCode === 404)
      return new UserError("hub-not-found", `There is no repository or revision ${repository} on the hub.`);
    return new UserError(
      "hub-failed",
      `The hub answered with status ${statusCode} for ${repository}; try again later.`
    );
  }
  // fetch() fails with a TypeError where there is no answer at all.
  if (error instanceof TypeError && error.cause !== undefined)
    return new UserError("hub-unreachable", "The hub could not be reached; check the network and HF_ENDPOINT.");
  return error;
}
