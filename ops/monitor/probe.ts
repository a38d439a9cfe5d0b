import type {Observation} from "../../src/lib/monitoring/history.js";
import {readDrift} from "./drift.js";
import type {Target} from "./target.js";

export interface ProbeOptions {
  /** Milliseconds after which an unfinished answer counts as none. */
  timeout?: number;
  /** Milliseconds before the second look at what the first look found down. */
  pause?: number;
  now?: () => number;
}

/**
 * Looks at a service: it is up if its health address answers with success, and whole, in time. A failure is looked at
 * twice, so that one lost packet is no outage.
 */
export async function probe(
  target: Target,
  {timeout = 10_000, pause = 2_000, now = Date.now}: ProbeOptions = {}
): Promise<Observation> {
  const time = now();
  let answer = await ask(target, timeout);
  if (answer.reason !== undefined) {
    await new Promise((resolve) => setTimeout(resolve, pause));
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
): Promise<Pick<Observation, "milliseconds" | "reason">> {
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

/** Drift is a service's extra: without its metrics it is still up. */
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
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "its name is not known";
  return code === "" ? "the connection failed" : `the connection failed (${code})`;
}
