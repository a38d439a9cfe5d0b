import {UserError} from "../../src/lib/errors.js";
import {delay} from "../../src/lib/retry.js";

export interface DeployOptions {
  /** The host's address, to wait until it is ready; without it the hook is only called. */
  address?: URL;
  /** Milliseconds. */
  timeout?: number;
  pause?: number;
}

/**
 * Calls a host's deploy hook, so that it takes the new image, and waits until the host is ready.
 * @param hook a secret: whoever knows it can deploy, so no message repeats it
 * @throws UserError deploy-refused, deploy-not-ready
 */
export async function deploy(
  hook: URL,
  {address, timeout = 600_000, pause = 5_000}: DeployOptions = {}
): Promise<void> {
  const response = await fetch(hook, {method: "POST", signal: AbortSignal.timeout(30_000)}).catch(() => undefined);
  if (!response?.ok) {
    const reason = response === undefined ? "could not be reached" : `answered with status ${response.status}`;
    throw new UserError("deploy-refused", `The deployment was not started: the deploy hook ${reason}.`);
  }
  if (address === undefined) return;
  const end = performance.now() + timeout;
  while (performance.now() < end) {
    await delay(pause);
    const ready = await fetch(new URL("ready", address), {signal: AbortSignal.timeout(10_000)}).catch(() => undefined);
    if (ready?.ok) return;
  }
  throw new UserError(
    "deploy-not-ready",
    `The deployment was started, but the host was not ready after ${timeout / 60_000} min.`
  );
}
