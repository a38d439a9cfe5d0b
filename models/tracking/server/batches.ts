import {checkKey} from "../faults.js";
import type {Batch} from "../runStore.js";

interface ServerBatch {
  metrics: object[];
  params: object[];
  tags: object[];
}

/** MLflow's limits of one log-batch request. */
const limits = {entities: 1000, metrics: 1000, params: 100, tags: 100};

/** Cuts a batch into requests that the server accepts. */
export function serverBatches({metrics = [], params = {}, tags = {}}: Batch): ServerBatch[] {
  const pairs = (texts: Record<string, string>) =>
    Object.entries(texts).map(([key, value]) => ({key: checkKey(key), value}));
  const waiting = {
    params: pairs(params),
    tags: pairs(tags),
    metrics: metrics.map(({key, value, step, timestamp}) => ({
      key: checkKey(key),
      value: Number.isFinite(value) ? value : String(value),
      step,
      timestamp
    }))
  };
  const batches: ServerBatch[] = [];
  while (waiting.params.length + waiting.tags.length + waiting.metrics.length > 0) {
    const batch = {params: waiting.params.splice(0, limits.params), tags: waiting.tags.splice(0, limits.tags)};
    const room = limits.entities - batch.params.length - batch.tags.length;
    batches.push({...batch, metrics: waiting.metrics.splice(0, Math.min(room, limits.metrics))});
  }
  return batches;
}
