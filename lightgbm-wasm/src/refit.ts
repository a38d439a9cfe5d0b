import {Booster} from "./booster.js";
import {Dataset} from "./dataset.js";
import type {FeatureData} from "./features.js";
import type {NativeModule} from "./native.js";
import {checkParams, formatParams, type Params, withDefaults} from "./parameters.js";
import type {RowFields} from "./rowFields.js";

export interface RefitOptions extends RowFields {
  /** The weight of the old leaf values; 0.9 by default, so that a tenth comes from the new data. */
  decayRate?: number;
  /** Parameters other than those of the model. */
  params?: Params;
}

/** @internal Keeps the model's splits and fits the values of its leaves to new data. */
export function refit(
  native: NativeModule,
  model: Booster,
  {decayRate = 0.9, params = {}, ...data}: FeatureData & RefitOptions
): Booster {
  const leaves = model.predict(data, {kind: "leaf", numIteration: -1});
  const linear = native.query("LGBM_BoosterGetLinear", model.handleIn(native)) === 1;
  const allParams = {
    ...model.params,
    ...checkParams(params),
    linear_tree: linear,
    refit_decay_rate: decayRate
  };
  using dataset = Dataset.create(native, {...data, params: allParams}, model.categories);
  return native.scope((allocate) => {
    const text = native.writeString(formatParams(withDefaults(allParams)), allocate);
    const booster = new Booster(
      native,
      native.query("LGBM_BoosterCreate", dataset.handle, text),
      allParams,
      model.categories
    );
    try {
      native.call("LGBM_BoosterMerge", booster.handle, model.handleIn(native));
      const indices = allocate(leaves.length * 4);
      native.int32(indices, leaves.length).set(leaves);
      const {rowCount} = dataset;
      native.call("LGBM_BoosterRefit", booster.handle, indices, rowCount, leaves.length / rowCount);
      return booster;
    } catch (error) {
      booster.free();
      throw error;
    }
  });
}
