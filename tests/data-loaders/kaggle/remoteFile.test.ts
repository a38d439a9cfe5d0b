import {describe, expect, it} from "vitest";
import {isSameVersion, remoteFile} from "../../../data-loaders/kaggle/remoteFile.js";

const url = new URL("https://storage.googleapis.com/bundle/archive%20two.zip?Signature=secret");
const md5 = "1B2M2Y8AsgTpgAmY7PhCfg==";

describe("a remote file", () => {
  it("is known by what Google's storage says of it, and without the address's signature", () => {
    const headers = new Headers({
      "content-length": "12",
      "x-goog-hash": `crc32c=AAAAAA==, md5=${md5}`,
      etag: '"abc"',
      "last-modified": "Tue, 12 Feb 2019 08:00:00 GMT"
    });
    const file = remoteFile(url, headers);
    expect(file).toEqual({
      name: "archive two.zip",
      size: 12,
      md5,
      etag: '"abc"',
      lastModified: "Tue, 12 Feb 2019 08:00:00 GMT"
    });
    expect(JSON.stringify(file)).not.toContain("secret");
  });

  it("has no hash where the server unpacks it on the way, no weak tag and no broken date", () => {
    const headers = new Headers({
      "x-goog-hash": `md5=${md5}`,
      "x-goog-stored-content-encoding": "gzip",
      etag: 'W/"abc"',
      "last-modified": "yesterday"
    });
    expect(remoteFile(url, headers)).toEqual({name: "archive two.zip"});
  });
});

describe("two answers", () => {
  const name = "archive.zip";
  it("are about one version only if something that changes with the bytes agrees, and nothing disagrees", () => {
    expect(isSameVersion({name, md5, size: 1}, {name, md5, etag: '"a"'})).toBe(true);
    expect(isSameVersion({name, md5, size: 1}, {name, md5, size: 2})).toBe(false);
    expect(isSameVersion({name, etag: '"a"', lastModified: "x"}, {name, etag: '"b"', lastModified: "x"})).toBe(false);
    expect(isSameVersion({name, size: 1}, {name, size: 1})).toBe(false);
    expect(isSameVersion({name}, {name})).toBe(false);
  });
});
