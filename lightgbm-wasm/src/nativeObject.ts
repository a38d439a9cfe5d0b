import {LightGBMError} from "./error.js";
import type {NativeModule, Pointer} from "./native.js";

const releases = {dataset: "LGBM_DatasetFree", booster: "LGBM_BoosterFree"} as const;

/**
 * One of LightGBM's objects. `free` ends it for its owner at once, and in LightGBM when nothing that uses it is left: a
 * training goes on with a dataset that was freed meanwhile, a row predictor with its booster.
 */
export class NativeObject {
  readonly #native: NativeModule;
  readonly #kind: keyof typeof releases;
  #address: Pointer;
  #users = 1;
  #freed = false;

  constructor(native: NativeModule, kind: keyof typeof releases, address: Pointer) {
    this.#native = native;
    this.#kind = kind;
    this.#address = address;
  }

  /** The address that LightGBM knows the object by. */
  get address(): Pointer {
    if (this.#freed) throw new LightGBMError(`This ${this.#kind} has been freed.`);
    return this.#address;
  }

  /** The address, for work in an instance: an address of another instance would be anything there. */
  addressIn(native: NativeModule): Pointer {
    if (native !== this.#native) {
      throw new LightGBMError(`This ${this.#kind} belongs to another instance of LightGBM.`);
    }
    return this.address;
  }

  /** Keeps the object until the function that is returned has been called. */
  retain(): () => void {
    ++this.#users;
    let isHeld = true;
    return () => {
      if (isHeld) this.#release();
      isHeld = false;
    };
  }

  free(): void {
    if (this.#freed) return;
    this.#freed = true;
    this.#release();
  }

  #release(): void {
    if (--this.#users > 0) return;
    this.#native.discard(releases[this.#kind], this.#address);
    this.#address = 0;
  }
}
