import type {CatalogueModel} from "../training/model.js";
import type {TreeThread} from "../training/trainedModel.js";
import {startTreeThread} from "../training/trainFolds.js";

/** The thread that one trial after the other is trained in, of models of trees; it keeps LightGBM and the bins. */
export class KeptThread implements Disposable {
  #thread: TreeThread | undefined;

  threadFor({progress}: CatalogueModel): TreeThread | undefined {
    if (progress.unit !== "trees") return undefined;
    this.#thread ??= startTreeThread();
    return this.#thread;
  }

  [Symbol.dispose](): void {
    this.#thread?.[Symbol.dispose]();
  }
}
