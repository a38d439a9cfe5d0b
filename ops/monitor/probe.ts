import type {HealthCheck} from "../../src/lib/monitoring/history.js";
import {delay} from "../../src/lib/retry.js";
import type {Target} from "./target.js";

export interface ProbeOptions {
  /** Milliseconds after which an unfinished answer counts as a failure. */
  timeout?: number;
  /** Milliseconds before a failed check is repeated. */
  pause?: number;
  now?: () => number;
}

/**
 * Checks a service: it is up if its health address answers with success, and completely, in time. A failed check is
 * repeated once, so that one lost packet is no outage.
 */
export async function probe(
  target: Target,
  {timeout = 10_000, pause = 2_000, now = Date.now}: ProbeOptions = {}
): Promise<HealthCheck> {
  const time = now();
  let answer = await ask(target, timeout);
  if (answer.reason !== undefined) {
    await delay(pause);
    answer = await ask(target, timeout);
  }
  const up = answer.reason === undefined;
  const drift = up && target.metricsPath !== undefined ? await askDrift(target, timeout) : undefined;
  return {
    kind: "probe",
    time,
    service: target.service,
    up,
    ...answer,
    ...(drift !== undefined && {drift})
  };
}

async function ask(
  {address, healthPath}: Target,
  timeout: number
): Promise<Pick<HealthCheck, "milliseconds" | "reason">> {
  const start = performance.now();
  const elapsed = () => Math.round(performance.now() - start);
  try {
    const response = await fetch(new URL(healthPath, address), {signal: AbortSignal.timeout(timeout)});
    await response.arrayBuffer();
    return {milliseconds: elapsed(), ...(!response.ok && {reason: `answered with status ${response.status}`})};
  } catch (error) {
    return {milliseconds: elapsed(), reason: describeFailure(error, timeout)};
  }
}

/** A service without metrics is up all the same. */
async function askDrift({address, metricsPath = ""}: Target, timeout: number): Promise<number | undefined> {
  try {
    const response = await fetch(new URL(metricsPath, address), {signal: AbortSignal.timeout(timeout)});
    return response.ok ? readDrift(await response.text()) : undefined;
  } catch {
    return undefined;
  }
}

/** Never the message itself: it may hold the address, and the history is shown in public. */
function describeFailure(error: unknown, timeout: number): string {
  if (error instanceof DOMException && error.name === "TimeoutError") return `no answer within ${timeout / 1000} s`;
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  if (code === "ECONNREFUSED") return "refused the connection";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "its host name is not known";
  return code === "" ? "the connection failed" : `the connection failed (${code})`;
}

/** The gauge with which the server reports how far its inputs are from the training data, one sample a feature. */
const gauge = "model_input_drift_psi";

/** The largest drift of a feature in a page of Prometheus metrics; undefined where there is none. */
function readDrift(metrics: string): number | undefined {
  const values = metrics.split("\n").flatMap((line) => {
    if (!new RegExp(`^${gauge}[{ ]`).test(line)) return [];
    const value = Number(line.replace(/^[^ {]+(\{.*\})?\s+/, "").split(" ")[0]);
    return Number.isFinite(value) ? [value] : [];
  });
  return values.length === 0 ? undefined : Math.max(...values);
}
