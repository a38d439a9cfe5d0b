import {createHash, type Hash} from "node:crypto";
import {createReadStream} from "node:fs";
import {type FileHandle, mkdir, open, rename, rm, utimes} from "node:fs/promises";
import {dirname} from "node:path";
import {describeFileError, fileStatus, partialEnding, readTextIfPresent, writeJson} from "../../dataset/files.js";
import {parseJson} from "../../src/lib/json.js";
import {type RemoteFile, rangeValidator, remoteFileFromJson} from "./remoteFile.js";

/**
 * A file on its way in. Bytes go to `<target>.partial`; `<target>.remote.json` says which version of the remote file they
 * are of, or, where there is no part, which the target is of. Killed at any moment it leaves the old target, a part
 * that can be continued, or the new target:
 *
 * - `restart` empties the part before it writes the record, so that no byte is ever taken for one of another version;
 * - `finish` gives the whole, checked part the target's name in one step.
 */
export class PartialFile {
  readonly target: string;
  readonly #part: string;
  readonly #record: string;
  /** The version of which `size` bytes are here. */
  remote: RemoteFile | undefined;
  size: number;
  #digest: Hash | undefined;
  #handle: FileHandle | undefined;

  /** Whether the record speaks of a part, even an empty one, rather than of the target. */
  #hasPart: boolean;

  private constructor(target: string, remote: RemoteFile | undefined, partSize: number | undefined) {
    this.target = target;
    this.#part = `${target}${partialEnding}`;
    this.#record = `${target}.remote.json`;
    this.remote = remote;
    this.size = partSize ?? 0;
    this.#hasPart = partSize !== undefined;
  }

  /** Takes up what an earlier run left, if it is of use. */
  static async open(target: string): Promise<PartialFile> {
    const remote = await readRecord(`${target}.remote.json`);
    const size = (await fileStatus(`${target}${partialEnding}`))?.size;
    if (remote === undefined || size === undefined) return new PartialFile(target, remote, size && 0);
    const isOfUse = rangeValidator(remote) !== undefined && size <= (remote.size ?? Infinity);
    return isOfUse ? new PartialFile(target, remote, size) : new PartialFile(target, undefined, 0);
  }

  /** The version that the target is of, if it is whole and untouched since it came. */
  async finished(): Promise<RemoteFile | undefined> {
    if (this.remote === undefined || this.#hasPart) return undefined;
    const {size, lastModified} = this.remote;
    const status = await fileStatus(this.target);
    if (status === undefined || (size !== undefined && status.size !== size)) return undefined;
    if (lastModified !== undefined && !isSameSecond(status.mtime, new Date(lastModified))) return undefined;
    return this.remote;
  }

  /** Forgets the bytes that are here and begins with those of another version. */
  async restart(remote: RemoteFile): Promise<void> {
    await this.#onDisk(async () => {
      await this.close();
      await mkdir(dirname(this.target), {recursive: true});
      this.#handle = await open(this.#part, "w");
      this.#hasPart = true;
      this.#digest = createHash("md5");
      this.size = 0;
      await writeJson(this.#record, remote);
      this.remote = remote;
    });
  }

  /** Makes ready to add to the bytes that are here, which have to be read once for the digest. */
  async resume(): Promise<void> {
    if (this.#handle !== undefined) return;
    const digest = createHash("md5");
    await this.#onDisk(async () => {
      for await (const piece of createReadStream(this.#part, {end: Math.max(0, this.size - 1)})) digest.update(piece);
      this.#handle = await open(this.#part, "r+");
    });
    this.#digest = digest;
  }

  async append(bytes: Uint8Array): Promise<void> {
    const handle = this.#handle;
    if (handle === undefined || this.#digest === undefined) throw new Error("The part has not been opened.");
    this.#digest.update(bytes);
    await this.#onDisk(async () => {
      for (let written = 0; written < bytes.length; ) {
        const {bytesWritten} = await handle.write(bytes, written, bytes.length - written, this.size + written);
        written += bytesWritten;
      }
    });
    this.size += bytes.length;
  }

  /** Whether size and MD5 are what the server said of them. */
  isIntact(): boolean {
    const {size, md5} = this.remote ?? {};
    if (size !== undefined && size !== this.size) return false;
    return md5 === undefined || this.#digest?.copy().digest("base64") === md5;
  }

  /** Gives the part the target's name. */
  async finish(): Promise<void> {
    await this.#onDisk(async () => {
      await this.#handle?.sync();
      await this.close();
      const modified = new Date(this.remote?.lastModified ?? Date.now());
      if (!Number.isNaN(modified.getTime())) await utimes(this.#part, modified, modified);
      await rename(this.#part, this.target);
    });
    this.#hasPart = false;
    this.size = 0;
  }

  /** Takes the part away. */
  async discard(): Promise<void> {
    await this.close();
    await rm(this.#part, {force: true});
    this.#hasPart = false;
    this.remote = undefined;
    this.size = 0;
  }

  async close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    this.#digest = undefined;
    await handle?.close();
  }

  async #onDisk(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      throw describeFileError(error, this.target);
    }
  }
}

async function readRecord(path: string): Promise<RemoteFile | undefined> {
  const text = await readTextIfPresent(path);
  // Absent or damaged: then nothing is known of the bytes.
  return text === undefined ? undefined : remoteFileFromJson(parseJson(text));
}

function isSameSecond(a: Date, b: Date): boolean {
  return Math.floor(a.getTime() / 1000) === Math.floor(b.getTime() / 1000);
}
