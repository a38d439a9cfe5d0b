import type {Admission} from "../admission.js";
import type {Configuration} from "../configuration.js";
import type {ModelSlot} from "../inference/modelSlot.js";
import type {ServiceMetrics} from "../metrics/serviceMetrics.js";

/** What the routes share. */
export interface Service {
  configuration: Configuration;
  models: ModelSlot;
  admission: Admission;
  metrics: ServiceMetrics;
  /** Whether the server has been asked to end. */
  ending: boolean;
}
