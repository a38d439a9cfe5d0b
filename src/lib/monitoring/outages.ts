import type {Observation} from "./history.js";

export interface Outage {
  /** The first failed observation. */
  since: number;
  /** The first good observation after it; undefined while it lasts. */
  until?: number;
  reason: string;
}

/** The outages in the observations of one service, oldest first. */
export function findOutages(observations: readonly Observation[]): Outage[] {
  const outages: Outage[] = [];
  let current: Outage | undefined;
  for (const {up, time, reason = "no reason given"} of observations) {
    if (up) {
      if (current !== undefined) current.until = time;
      current = undefined;
    } else if (current === undefined) {
      current = {since: time, reason};
      outages.push(current);
    }
  }
  return outages;
}
