import {stat} from "node:fs/promises";
import {join} from "node:path";
import {ifPresent} from "../../dataset/files.js";
import {readStaged} from "../../models/staging/readStaged.js";
import type {Manifest} from "../../src/lib/staged/manifest.js";
import {manifestFile} from "../../src/lib/staged/stagedModel.js";
import {ScoringPool} from "./scoringPool.js";

/** A staged model, loaded and ready to score. */
export interface LoadedModel {
  manifest: Manifest;
  session: ScoringPool;
  loadedAt: Date;
}

interface Holder {
  model: LoadedModel;
  users: number;
  retired: boolean;
}

export interface ModelSlotOptions {
  threads: number;
  onLoad?: (model: LoadedModel) => void;
  onFailure?: (error: unknown) => void;
}

/**
 * The model that answers, which can be exchanged at any time: a request keeps the model that it began with, and a
 * model is closed when its last request has ended.
 */
export class ModelSlot {
  readonly #directory: string;
  readonly #options: ModelSlotOptions;
  #holder: Holder;
  #stamp: string;
  #timer: NodeJS.Timeout | undefined;

  private constructor(directory: string, options: ModelSlotOptions, model: LoadedModel, stamp: string) {
    this.#directory = directory;
    this.#options = options;
    this.#holder = {model, users: 0, retired: false};
    this.#stamp = stamp;
  }

  /** @throws {UserError} `staged-…` or `manifest-…` where there is no complete model */
  static async open(directory: string, options: ModelSlotOptions): Promise<ModelSlot> {
    const stamp = await readStamp(directory);
    const model = await load(directory, options.threads);
    options.onLoad?.(model);
    return new ModelSlot(directory, options, model, stamp);
  }

  get current(): LoadedModel {
    return this.#holder.model;
  }

  /** Lends the current model for as long as the work takes. */
  async use<T>(work: (model: LoadedModel) => Promise<T>): Promise<T> {
    const holder = this.#holder;
    holder.users++;
    try {
      return await work(holder.model);
    } finally {
      holder.users--;
      await closeIfUnused(holder);
    }
  }

  /** Looks for a newly staged model from now on. */
  watch(seconds: number): void {
    this.#timer = setTimeout(async () => {
      await this.refresh();
      if (this.#timer !== undefined) this.watch(seconds);
    }, seconds * 1000);
    this.#timer.unref();
  }

  /**
   * Loads the staged model if it is another than the current one. If it cannot be loaded, such as in the middle of
   * staging, the current one stays in use.
   */
  async refresh(): Promise<void> {
    try {
      const stamp = await readStamp(this.#directory);
      if (stamp === this.#stamp) return;
      const model = await load(this.#directory, this.#options.threads);
      const previous = this.#holder;
      this.#holder = {model, users: 0, retired: false};
      this.#stamp = stamp;
      this.#options.onLoad?.(model);
      previous.retired = true;
      await closeIfUnused(previous);
    } catch (error) {
      this.#options.onFailure?.(error);
    }
  }

  /** Call it when no request is left. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#holder.model.session.close();
  }
}

async function load(directory: string, threads: number): Promise<LoadedModel> {
  const staged = await readStaged(directory);
  return {
    manifest: staged.manifest,
    session: await ScoringPool.start(staged, threads),
    loadedAt: new Date()
  };
}

async function closeIfUnused({model, users, retired}: Holder): Promise<void> {
  if (retired && users === 0) await model.session.close();
}

/** Changes whenever the manifest is replaced or removed; cheap enough to read often. */
async function readStamp(directory: string): Promise<string> {
  const status = await ifPresent(stat(join(directory, manifestFile), {bigint: true}));
  return status === undefined ? "none" : `${status.ino} ${status.mtimeNs} ${status.size}`;
}
