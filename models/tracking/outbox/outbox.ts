import {open, readdir, rm} from "node:fs/promises";
import {join} from "node:path";
import {ifPresent, isFileError, readTextIfPresent, writeFileWhole, writeJson} from "../../../dataset/files.js";
import {isRecord, parseJson, textField} from "../../../src/lib/json.js";
import {MlrunsStore} from "../mlruns/mlrunsStore.js";
import {isAlive, ownerText} from "../mlruns/owner.js";
import {mlflowTags, type Run} from "../runStore.js";

/** Where runs wait until they have arrived on their server; beside `mlruns/`, and ignored by git as that is. */
export const outboxDirectory = "mlruns-outbox";

/** For whom the runs of a folder of the outbox are. */
export interface Recipient {
  /** The server's address, without credentials. */
  address: string;
  experiment: string;
}

/**
 * A run and the runs nested in it: they are sent by one process, and leave the outbox together. What the run itself is
 * nested in, such as a sweep, is on the server.
 */
export interface RunFamily {
  parent: Run;
  children: Run[];
}

const claimFile = "sender.json";

/** Runs on their way to a server: an mlruns directory of their own for each server and experiment. */
export class Outbox {
  readonly recipient: Recipient;
  readonly store: MlrunsStore;

  constructor(recipient: Recipient, directory = outboxDirectory) {
    this.recipient = recipient;
    const name = `${recipient.address}_${recipient.experiment}`.replace(/[^\w.-]+/g, "_");
    this.store = new MlrunsStore(join(directory, name), undefined, recipient.experiment);
  }

  /** All that have been opened in a directory. */
  static async all(directory = outboxDirectory): Promise<Outbox[]> {
    const outboxes: Outbox[] = [];
    for (const name of (await ifPresent(readdir(directory))) ?? []) {
      const recipient = parseJson((await readTextIfPresent(join(directory, name, "recipient.json"))) ?? "");
      if (!isRecord(recipient)) continue;
      const address = textField(recipient, "address");
      const experiment = textField(recipient, "experiment");
      if (address !== undefined && experiment !== undefined)
        outboxes.push(new Outbox({address, experiment}, directory));
    }
    return outboxes;
  }

  /** Makes the folder, which says for whom it is. */
  async open(): Promise<void> {
    await writeJson(join(this.store.location, "recipient.json"), this.recipient);
  }

  /** The oldest first. */
  async families(): Promise<RunFamily[]> {
    const {runs} = await this.store.searchRuns();
    const here = new Set(runs.map(({runId}) => runId));
    const parents = runs.filter(({tags}) => !here.has(tags[mlflowTags.parentRunId] ?? "")).reverse();
    return parents.map((parent) => ({
      parent,
      children: runs.filter(({tags}) => tags[mlflowTags.parentRunId] === parent.runId).reverse()
    }));
  }

  /** Takes it upon this process to send a family; false if another one that is alive does. */
  async claim({parent}: RunFamily): Promise<boolean> {
    const file = join(this.store.location, await this.store.findRun(parent.runId), claimFile);
    const ours = await ownerText();
    try {
      const handle = await open(file, "wx");
      await handle.writeFile(ours);
      await handle.close();
      return true;
    } catch (error) {
      if (!isFileError(error, "EEXIST")) throw error;
    }
    const holder = (await readTextIfPresent(file)) ?? "";
    if (holder === ours) return true;
    if (await isAlive(holder)) return false;
    await writeFileWhole(file, ours);
    return true;
  }

  async release({parent}: RunFamily): Promise<void> {
    const folder = join(this.store.location, await this.store.findRun(parent.runId));
    await rm(join(folder, claimFile), {force: true});
  }

  /** Takes a family out that has arrived; the parent last, as its record has the ids of all. */
  async remove({parent, children}: RunFamily): Promise<void> {
    for (const {runId} of [...children, parent])
      await rm(join(this.store.location, await this.store.findRun(runId)), {recursive: true, force: true});
  }
}
