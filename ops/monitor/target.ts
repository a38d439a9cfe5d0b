import {UserError} from "../../src/lib/errors.js";
import type {Service} from "../../src/lib/monitoring/history.js";

/** A service and its addresses. */
export interface Target {
  service: Service;
  /** Ends with a slash. */
  address: URL;
  /** The path of its health check. */
  healthPath: string;
  /** The path of its Prometheus metrics, if it has any. */
  metricsPath?: string;
}

const variables: Record<Service, string> = {
  report: "REPORT_URL",
  uat: "UAT_URL",
  production: "PRODUCTION_URL"
};

/**
 * The targets that the environment names, in `REPORT_URL`, `UAT_URL` and `PRODUCTION_URL`.
 * @throws UserError no-targets, invalid-address
 */
export function targetsFromEnvironment(environment: Readonly<Record<string, string | undefined>>): Target[] {
  const targets = [
    readTarget("report", environment, {healthPath: "."}),
    readTarget("uat", environment, {healthPath: "health", metricsPath: "metrics"}),
    readTarget("production", environment, {healthPath: "health", metricsPath: "metrics"})
  ].filter((target) => target !== undefined);
  if (targets.length === 0)
    throw new UserError(
      "no-targets",
      `There is nothing to check: set ${Object.values(variables).join(", ")}, or some of them, to addresses.`
    );
  return targets;
}

function readTarget(
  service: Service,
  environment: Readonly<Record<string, string | undefined>>,
  paths: Pick<Target, "healthPath" | "metricsPath">
): Target | undefined {
  const variable = variables[service];
  const text = environment[variable];
  if (text === undefined || text === "") return undefined;
  const address = readAddress(variable, text);
  if (!address.pathname.endsWith("/")) address.pathname += "/";
  return {service, address, ...paths};
}

/**
 * Reads an address from the environment.
 * @throws UserError invalid-address
 */
export function readAddress(variable: string, text: string): URL {
  const address = URL.canParse(text) ? new URL(text) : undefined;
  if (address === undefined || !/^https?:$/.test(address.protocol))
    throw new UserError("invalid-address", `${variable} must be an http or https address.`);
  return address;
}
