import {isRecord, numberField, textField} from "../../src/lib/json.js";

/** What tells one version of a file on a server from the next; what the server does not say is absent. */
export interface RemoteFile {
  /** The file's name in the address that it was got from. */
  name: string;
  size?: number;
  /** MD5 in base64, as Google's storage sends it. */
  md5?: string;
  /** A strong entity tag, with its quotes. */
  etag?: string;
  /** An HTTP date. */
  lastModified?: string;
}

/** @param size the size of the whole file where the headers speak of a part */
export function remoteFile(url: URL, headers: Headers, size = contentLength(headers)): RemoteFile {
  const etag = headers.get("etag");
  const lastModified = headers.get("last-modified") ?? "";
  return {
    name: fileName(url),
    size,
    // The hash is of the bytes as they are stored, which the server may unpack on the way.
    md5:
      (headers.get("x-goog-stored-content-encoding") ?? "identity") === "identity"
        ? /(?:^|[\s,])md5=([A-Za-z0-9+/]{22}==)/.exec(headers.get("x-goog-hash") ?? "")?.[1]
        : undefined,
    etag: etag?.startsWith('"') ? etag : undefined,
    lastModified: Number.isNaN(Date.parse(lastModified)) ? undefined : lastModified
  };
}

/** Reads a remote file that was written as JSON. */
export function remoteFileFromJson(value: unknown): RemoteFile | undefined {
  if (!isRecord(value)) return undefined;
  const name = textField(value, "name");
  return name === undefined
    ? undefined
    : {
        name,
        size: numberField(value, "size"),
        md5: textField(value, "md5"),
        etag: textField(value, "etag"),
        lastModified: textField(value, "lastModified")
      };
}

/** Whether two answers are about the same bytes: all that both say agrees, and it is something that would change. */
export function isSameVersion(a: RemoteFile, b: RemoteFile): boolean {
  const agreements = (["md5", "etag", "lastModified", "size"] as const).map((key) =>
    a[key] === undefined || b[key] === undefined ? undefined : a[key] === b[key]
  );
  const [md5, etag, lastModified] = agreements;
  return !agreements.includes(false) && (md5 ?? etag ?? lastModified ?? false);
}

/** The value for `If-Range`; without one, a part cannot be continued safely. */
export function rangeValidator({etag, lastModified}: RemoteFile): string | undefined {
  return etag ?? lastModified;
}

function contentLength(headers: Headers): number | undefined {
  const text = headers.get("content-length");
  return text === null ? undefined : Number(text);
}

function fileName(url: URL): string {
  const last = url.pathname.split("/").at(-1) ?? "";
  try {
    return decodeURIComponent(last) || "download";
  } catch {
    return last;
  }
}
