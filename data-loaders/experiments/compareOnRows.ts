import {type AucPlacements, aucPlacements, delongTest} from "../../src/lib/statistics/delong.js";
import type {Interval} from "../../src/lib/statistics/interval.js";
import type {OutOfFold} from "./outOfFold.js";

/** A model that others are compared with, on the rows that it was measured on. */
export interface ReferenceModel {
  foldsKey: string;
  placements: AucPlacements;
}

/** Undefined for predictions whose rows are not known, or that have no AUC. */
export function referenceModel({labels, probabilities, foldsKey}: OutOfFold): ReferenceModel | undefined {
  const placements = foldsKey === undefined ? undefined : aucPlacements(labels, probabilities);
  return foldsKey === undefined || placements === undefined ? undefined : {foldsKey, placements};
}

/**
 * The AUC of a model's out-of-fold predictions less the reference's, with DeLong's 95 % interval; undefined unless both
 * are of the same rows.
 */
export function compareOnRows(own: OutOfFold, reference: ReferenceModel): Interval | undefined {
  if (own.foldsKey !== reference.foldsKey) return undefined;
  const placements = aucPlacements(own.labels, own.probabilities);
  return placements && delongTest(placements, reference.placements).interval;
}
