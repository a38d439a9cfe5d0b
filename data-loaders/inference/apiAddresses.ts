import {UserError} from "../../src/lib/errors.js";
import type {ApiAddress} from "../../src/lib/inference/apiScores.js";

const variables = [
  {variable: "INFERENCE_URL", name: "the primary API"},
  {variable: "INFERENCE_BACKUP_URL", name: "the backup API"}
];

/**
 * The APIs that `INFERENCE_URL` and `INFERENCE_BACKUP_URL` name; none on a plain static host.
 * @throws UserError invalid-address
 */
export function apiAddresses(environment: Readonly<Record<string, string | undefined>>): ApiAddress[] {
  return variables.flatMap(({variable, name}) => {
    const address = environment[variable];
    if (address === undefined || address === "") return [];
    if (!/^(https?:\/\/|\.\/)/.test(address) || !URL.canParse(address, "https://example.org"))
      throw new UserError(
        "invalid-address",
        `${variable} must be an http or https address, or “./” for the report's own.`,
        {
          value: address
        }
      );
    return [{name, address: address.endsWith("/") ? address : `${address}/`}];
  });
}
