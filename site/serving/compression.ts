import type {IncomingMessage} from "node:http";
import type {Readable} from "node:stream";
import {buffer} from "node:stream/consumers";
import {promisify} from "node:util";
import {gzip} from "node:zlib";

/** Compressed as they are. */
const compressed = /^(image\/(?!svg)|audio\/|video\/|font\/|application\/(zip|gzip|x-gzip|zstd))/;
/** Bytes; less than this fits into one packet anyway. */
const smallest = 1_000;
/** Bytes of a file; larger ones go out as they are, as they are read. */
const largest = 32_000_000;
/** Bytes of compressed files that are kept. */
const capacity = 48_000_000;

const compress = promisify(gzip);

/** Files that do not change while they have the same key, compressed once. The longest unused make room for new ones. */
export class CompressedFiles {
  readonly #kept = new Map<string, Promise<Buffer>>();
  #size = 0;

  /** @param stream of the file's content, which is not read where the compressed one is kept */
  async read(key: string, stream: Readable): Promise<Buffer> {
    const kept = this.#kept.get(key);
    if (kept !== undefined) stream.destroy();
    const content = kept ?? this.#compress(key, stream);
    this.#kept.delete(key);
    this.#kept.set(key, content);
    return content;
  }

  async #compress(key: string, stream: Readable): Promise<Buffer> {
    try {
      const content = await compress(await buffer(stream));
      this.#size += content.length;
      for (const oldest of this.#kept.keys()) {
        if (this.#size <= capacity || oldest === key) break;
        const removed = this.#kept.get(oldest);
        this.#kept.delete(oldest);
        this.#size -= (await removed)?.length ?? 0;
      }
      return content;
    } catch (error) {
      this.#kept.delete(key);
      throw error;
    }
  }
}

/** Whether a file's content is worth compressing at all. */
export function isCompressible(type: string, bytes: number): boolean {
  return !compressed.test(type) && bytes >= smallest && bytes <= largest;
}

/** Whether the client takes gzip (RFC 9110, 12.5.3): named, or by a wildcard, and not with a weight of zero. */
export function acceptsGzip({headers}: Pick<IncomingMessage, "headers">): boolean {
  const [named, wildcard] = ["(?:x-)?gzip", "\\*"].map((coding) =>
    new RegExp(`(?:^|,)\\s*${coding}\\s*(?:;\\s*q=([\\d.]+)\\s*)?(?:,|$)`, "i").exec(
      String(headers["accept-encoding"] ?? "")
    )
  );
  const match = named ?? wildcard;
  return match !== null && match !== undefined && Number(match[1] ?? 1) > 0;
}
