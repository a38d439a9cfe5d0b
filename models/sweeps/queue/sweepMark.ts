import type {Redis} from "ioredis";
import {UserError} from "../../../src/lib/errors.js";
import {isRecord, parseJson, textField} from "../../../src/lib/json.js";
import {isAlive, ownerText} from "../../tracking/mlruns/owner.js";
import {queuePrefix} from "./trialQueue.js";

/** Milliseconds that it stays without being kept up. */
const lifetime = 30_000;

/**
 * A key in Redis that says which process commands a sweep. Two would do no harm, but would tell their users different
 * things; and where the key is gone, the queue is.
 */
export class SweepMark {
  readonly #client: Redis;
  readonly #key: string;
  readonly #text: string;
  readonly #sweepRunId: string;

  private constructor(client: Redis, sweepRunId: string, text: string) {
    this.#client = client;
    this.#sweepRunId = sweepRunId;
    this.#key = `${queuePrefix}:sweep:${sweepRunId}`;
    this.#text = text;
  }

  /** @throws UserError sweep-going-on */
  static async set(client: Redis, sweepRunId: string): Promise<SweepMark> {
    const mark = new SweepMark(client, sweepRunId, await ownerText());
    await mark.keep();
    return mark;
  }

  /** Keeps it up, and says whether it was there. @throws UserError sweep-going-on */
  async keep(): Promise<boolean> {
    const holder = await this.#client.get(this.#key);
    if (holder !== null && holder !== this.#text && (await isAlive(holder))) {
      const owner = parseJson(holder);
      const host = isRecord(owner) ? textField(owner, "host") : undefined;
      throw new UserError(
        "sweep-going-on",
        `The sweep (run ${this.#sweepRunId}) is commanded by another process, on ${host ?? "another machine"}. Where that has gone, this can begin ${lifetime / 1000} s later.`,
        {value: this.#sweepRunId}
      );
    }
    await this.#client.set(this.#key, this.#text, "PX", lifetime);
    return holder === this.#text;
  }

  async remove(): Promise<void> {
    await this.#client.del(this.#key);
  }
}
