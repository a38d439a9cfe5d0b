import type {TrackingPlace} from "../trackingPlace.js";
import {Outbox, type Recipient} from "./outbox.js";
import {type Delivery, OutboxSender} from "./sender.js";

export interface SendOptions {
  directory?: string;
  /** Milliseconds without any arrival after which the rest waits. */
  patience: number;
  onNotice?: (sentence: string) => void;
}

export interface WaitingRuns extends Delivery {
  /** For whom others wait. */
  others: Recipient[];
}

/** Ends runs that were left behind as KILLED, and sends what waits for the server of this place. */
export async function sendWaiting(
  place: TrackingPlace,
  {directory, patience, onNotice}: SendOptions
): Promise<WaitingRuns> {
  const found: WaitingRuns = {arrived: 0, left: 0, others: []};
  for (const outbox of await Outbox.all(directory)) {
    await outbox.store.endAbandonedRuns();
    if ((await outbox.families()).length === 0) continue;
    const {address, experiment} = outbox.recipient;
    const isMeant =
      place.kind === "server" && address === addressOf(place.uri) && experiment === place.options.experiment;
    if (!isMeant) {
      found.others.push(outbox.recipient);
      continue;
    }
    const {arrived, left} = await new OutboxSender(outbox, place.uri, {...place.options, onNotice}).finish(patience);
    found.arrived += arrived;
    found.left += left;
  }
  return found;
}

function addressOf(uri: string): string {
  const url = new URL(uri);
  url.username = "";
  url.password = "";
  return url.href.replace(/\/$/, "");
}
