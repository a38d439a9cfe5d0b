import {UserError} from "../../src/lib/errors.js";

export interface DeployOptions {
  /** Where the host answers; waited for until it is ready. Without it the host is only told. */
  address?: URL;
  /** Milliseconds. */
  timeout?: number;
  pause?: number;
}

/**
 * Tells a host by its deploy hook that there is a new image, and waits until it answers.
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
    throw new UserError("deploy-refused", `The host was not told of the new image: its deploy hook ${reason}.`);
  }
  if (address === undefined) return;
  const end = performance.now() + timeout;
  while (performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    const ready = await fetch(new URL("ready", address), {signal: AbortSignal.timeout(10_000)}).catch(() => undefined);
    if (ready?.ok) return;
  }
  throw new UserError("deploy-not-ready", `The host was told, but was not ready within ${timeout / 60_000} min.`);
}
