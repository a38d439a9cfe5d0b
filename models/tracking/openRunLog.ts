import {UserError} from "../../src/lib/errors.js";
import {delay} from "../../src/lib/retry.js";
import {isTemporary} from "./faults.js";
import {MlrunsStore} from "./mlruns/mlrunsStore.js";
import {Outbox, outboxDirectory} from "./outbox/outbox.js";
import {OutboxSender} from "./outbox/sender.js";
import {directLog, type RunLog} from "./runLog.js";
import {MlflowServerStore} from "./server/mlflowServerStore.js";
import {type StoreOptions, trackingPlace} from "./trackingPlace.js";

export interface RunLogOptions extends StoreOptions {
  outbox?: string;
  onNotice?: (sentence: string) => void;
}

/** Milliseconds without any arrival after which what is left waits for later: after a training, and when interrupted. */
const patience = {ended: 15_000, interrupted: 400};

/**
 * Opens the log that MLflow's environment variables name: `mlruns/`, or an outbox from which the runs go to a server in
 * the background. Whatever the server does, the training goes on. Runs that an earlier process left behind are ended
 * as KILLED, and sent.
 * @throws UserError bad-tracking-uri; and where the server can be asked and refuses: mlflow-not-authorized, deleted-experiment, …
 */
export async function openRunLog({
  outbox = outboxDirectory,
  onNotice,
  ...options
}: RunLogOptions = {}): Promise<RunLog> {
  const place = trackingPlace(options);
  if (place.kind === "directory") {
    const writer = new MlrunsStore(place.directory, undefined, place.experiment);
    await writer.endAbandonedRuns();
    return directLog(writer);
  }
  const server = new MlflowServerStore(place.uri, {...place.options, timeLimit: 5_000});
  try {
    await server.openExperiment();
  } catch (error) {
    // A server that is down may come back; one that refuses will not.
    if (!(error instanceof UserError) || !isTemporary(error)) throw error;
  }
  const waiting = new Outbox({address: server.location, experiment: server.experiment}, outbox);
  await waiting.open();
  await waiting.store.endAbandonedRuns();
  const sender = new OutboxSender(waiting, place.uri, {...place.options, onNotice});
  sender.start();
  return {
    writer: waiting.store,
    location: server.location,
    settled: (runId) => sender.settled(runId),
    async close({isInterrupted = false} = {}) {
      if (isInterrupted) {
        // Whoever has pressed Ctrl-C does not wait: what is not sent yet is sent later, from where it was.
        const sending = sender.sendEndings().then(() => sender.finish(patience.interrupted));
        await Promise.race([sending, delay(patience.interrupted)]);
        return {runId: (runId) => sender.serverRunId(runId), left: 1};
      }
      const {left} = await sender.finish(patience.ended);
      return {runId: (runId) => sender.serverRunId(runId), left};
    }
  };
}
