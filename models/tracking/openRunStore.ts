import {MlrunsStore} from "./mlruns/mlrunsStore.js";
import {MlflowServerStore} from "./server/mlflowServerStore.js";
import {type StoreOptions, type TrackingPlace, trackingPlace} from "./trackingPlace.js";

/**
 * The store that MLflow's environment variables name, to read from it and write to it at once. A training writes to a
 * `RunLog`, which no server can hold up.
 * @throws UserError bad-tracking-uri
 */
export function openRunStore(options: StoreOptions = {}): MlrunsStore | MlflowServerStore {
  return openPlace(trackingPlace(options));
}

export function openPlace(place: TrackingPlace): MlrunsStore | MlflowServerStore {
  if (place.kind === "server") return new MlflowServerStore(place.uri, place.options);
  return new MlrunsStore(place.directory, undefined, place.experiment);
}
