import {checkInteger, describe} from "./arguments.js";
import {LightGBMError} from "./error.js";
import type {NativeModule, Pointer} from "./native.js";

/** The value that a leaf of a booster's tree adds to the raw score. */
export function leafValue(native: NativeModule, booster: Pointer, tree: number, leaf: number): number {
  checkPlace(tree, leaf);
  return native.scope((allocate) => {
    const out = allocate(8);
    native.call("LGBM_BoosterGetLeafValue", booster, tree, leaf, out);
    return native.float64(out)[0];
  });
}

export function setLeafValue(native: NativeModule, booster: Pointer, tree: number, leaf: number, value: number): void {
  checkPlace(tree, leaf);
  if (!Number.isFinite(value))
    throw new LightGBMError(`A leaf's value must be a finite number, not ${describe(value)}.`);
  native.call("LGBM_BoosterSetLeafValue", booster, tree, leaf, value);
}

/** The least and the greatest raw score that a booster's trees can give. */
export function scoreBounds(native: NativeModule, booster: Pointer): {lower: number; upper: number} {
  return native.scope((allocate) => {
    const out = allocate(16);
    native.call("LGBM_BoosterGetLowerBoundValue", booster, out);
    native.call("LGBM_BoosterGetUpperBoundValue", booster, out + 8);
    const [lower, upper] = native.float64(out, 2);
    return {lower, upper};
  });
}

function checkPlace(tree: number, leaf: number): void {
  checkInteger("The index of a tree", tree, 0);
  checkInteger("The index of a leaf", leaf, 0);
}
