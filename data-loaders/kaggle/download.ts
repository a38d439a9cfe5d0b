import {dirname} from "node:path";
import {checkRoom} from "../../dataset/files.js";
import {UserError} from "../../src/lib/errors.js";
import {Backoff, RetryableError, type RetryOptions, retryAfter} from "../../src/lib/retry.js";
import {type Answer, type ExchangeOptions, exchange} from "./exchange.js";
import {PartialFile} from "./partialFile.js";
import {isSameVersion, type RemoteFile, rangeValidator, remoteFile} from "./remoteFile.js";

export interface DownloadProgress {
  /** Bytes of the file that are here, those of earlier runs included. */
  received: number;
  /** Bytes of the whole file, where the server says so. */
  total: number | undefined;
  /** Bytes that were here before, so that a rate can leave them out. */
  resumedFrom: number;
}

export interface DownloadOptions extends RetryOptions, ExchangeOptions {
  onProgress?: (progress: DownloadProgress) => void;
}

export interface Download {
  remote: RemoteFile;
  /** Whether anything had to be fetched. */
  outcome: "downloaded" | "unchanged";
}

/**
 * Brings a remote file to `target`: goes on where an earlier try broke off, as long as the remote file is still the
 * same; fetches nothing if the target is that file already; checks size and MD5 before the target appears.
 * @param link asks for an address of the file, again when the last one has expired
 * @throws UserError download-corrupt, disk-full, file-…, connection-lost and what `link` throws; what has
 *   arrived is kept for the next time
 */
export async function download(
  link: () => Promise<URL>,
  target: string,
  options: DownloadOptions = {}
): Promise<Download> {
  const file = await PartialFile.open(target);
  try {
    return await new Transfer(link, file, options).run();
  } finally {
    await file.close();
  }
}

class Transfer {
  readonly #link: () => Promise<URL>;
  readonly #file: PartialFile;
  readonly #options: DownloadOptions;
  readonly #backoff: Backoff;
  #corruptCopies = 0;

  constructor(link: () => Promise<URL>, file: PartialFile, options: DownloadOptions) {
    this.#link = link;
    this.#file = file;
    this.#options = options;
    this.#backoff = new Backoff(options);
  }

  async run(): Promise<Download> {
    let url: URL | undefined;
    for (;;) {
      try {
        url ??= await this.#link();
        const outcome = await this.#fetchOnce(url);
        if (outcome !== undefined) return outcome;
      } catch (error) {
        if (!(error instanceof RetryableError)) throw error;
        if (error.code === "kaggle-link-expired") url = undefined;
        if (!(await this.#backoff.pause(error))) throw error.asUserError(this.#whatIsKept());
      }
    }
  }

  /** One request; undefined means that another is needed. */
  async #fetchOnce(url: URL): Promise<Download | undefined> {
    const file = this.#file;
    const finished = await file.finished();
    const isWhole = finished === undefined && file.size > 0 && file.size === file.remote?.size;
    if (file.size > 0) await file.resume();
    const headers = new Headers({"accept-encoding": "identity"});
    if (finished !== undefined || isWhole) askOnlyIfChanged(headers, file.remote);
    else if (file.size > 0 && file.remote !== undefined) askForRest(headers, file.size, file.remote);

    return exchange(url, {headers}, this.#options, async (answer) => {
      const {status} = answer;
      if (status === 416 || (status === 206 && !this.#continues(url, answer))) {
        if (!headers.has("range")) throw unexpectedStatus(url, status);
        await file.discard();
        return undefined;
      }
      if (status !== 200 && status !== 206 && status !== 304) throw storageFault(url, answer);

      const remote = remoteFile(url, answer.headers);
      const isUnchanged =
        status === 304 || (status === 200 && file.remote !== undefined && isSameVersion(file.remote, remote));
      if (finished !== undefined && isUnchanged) return {remote: finished, outcome: "unchanged"};
      if (!(isWhole && isUnchanged)) {
        if (status !== 206) await this.#begin(remote);
        await this.#receive(answer);
      }
      return this.#finish();
    });
  }

  /** Whether a partial answer begins where the part ends, in the same version of the file. */
  #continues(url: URL, {headers}: Answer): boolean {
    const {remote, size} = this.#file;
    const [, start, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(headers.get("content-range") ?? "") ?? [];
    if (remote === undefined || Number(start) !== size) return false;
    return isSameVersion(remote, remoteFile(url, headers, Number(total)));
  }

  async #begin(remote: RemoteFile): Promise<void> {
    await this.#file.restart(remote);
    if (remote.size !== undefined) await checkRoom(dirname(this.#file.target), remote.size, "The download");
  }

  async #receive({body}: Answer): Promise<void> {
    const file = this.#file;
    const total = file.remote?.size;
    const resumedFrom = file.size;
    for await (const piece of body) {
      await file.append(piece);
      this.#backoff.reset();
      this.#options.onProgress?.({received: file.size, total, resumedFrom});
      if (total !== undefined && file.size > total) break;
    }
    if (total !== undefined && file.size < total)
      throw new RetryableError("connection-lost", `The server ended after ${file.size} of ${total} bytes`);
  }

  async #finish(): Promise<Download | undefined> {
    const file = this.#file;
    const {remote} = file;
    if (remote !== undefined && file.isIntact()) {
      await file.finish();
      return {remote, outcome: "downloaded"};
    }
    await file.discard();
    if (++this.#corruptCopies > 1) {
      throw new UserError(
        "download-corrupt",
        "The file arrived twice with bytes that do not match the server's own checksum. Nothing of it was kept; try again on another network."
      );
    }
    this.#options.onNotice?.("The file does not match the server's checksum; downloading it again.");
    return undefined;
  }

  #whatIsKept(): string {
    const {size} = this.#file;
    return size === 0
      ? "Try again later."
      : `${(size / 1e6).toFixed(1)} MB have arrived and are kept; run this again to go on from there.`;
  }
}

function askForRest(headers: Headers, size: number, remote: RemoteFile): void {
  headers.set("range", `bytes=${size}-`);
  headers.set("if-range", rangeValidator(remote) ?? "");
}

function askOnlyIfChanged(headers: Headers, {etag, lastModified}: RemoteFile = {name: ""}): void {
  if (etag !== undefined) headers.set("if-none-match", etag);
  else if (lastModified !== undefined) headers.set("if-modified-since", lastModified);
}

/** A signed address that has expired is refused with 400 or 403, depending on the kind of signature. */
function storageFault(url: URL, {status, headers}: Answer): RetryableError | UserError {
  if (status === 408 || status === 429 || status >= 500) {
    const wait = retryAfter(headers.get("retry-after"));
    return new RetryableError("kaggle-unavailable", `${url.host} cannot answer now (status ${status})`, wait);
  }
  return [400, 401, 403, 404, 410].includes(status)
    ? new RetryableError("kaggle-link-expired", `The address that Kaggle gave for the file no longer works (${status})`)
    : unexpectedStatus(url, status);
}

function unexpectedStatus({host}: URL, status: number): UserError {
  return new UserError(
    "kaggle-unexpected-answer",
    `${host} answered with status ${status}, which makes no sense here.`
  );
}
