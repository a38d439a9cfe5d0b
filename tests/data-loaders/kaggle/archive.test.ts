import {createHash} from "node:crypto";
import {existsSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {unpack} from "../../../data-loaders/kaggle/archive.js";
import {zip} from "../../fixtures/kaggle/standInKaggle.js";
import {competitionFiles, csv, temporaryDirectory, userError} from "./setUp.js";

const fixtures = join(import.meta.dirname, "../../fixtures/kaggle");

/** An archive on the disk and a directory to unpack it to. */
function place(bytes: Uint8Array) {
  const archive = join(temporaryDirectory(), "archive.zip");
  writeFileSync(archive, bytes);
  return {archive, directory: temporaryDirectory()};
}

/** Unpacks what must be refused, and sees that nothing has come out of it. */
async function refuse(bytes: Uint8Array, allowed: string[] = []) {
  const {archive, directory} = place(bytes);
  const error = await userError(unpack(archive, directory));
  expect(readdirSync(directory)).toEqual(allowed);
  return error;
}

/** Writes another number into a field of the central directory's first entry. */
function withField(bytes: Uint8Array, offset: number, value: number): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  const end = copy.length - 22;
  view.setUint32(view.getUint32(end + 16, true) + offset, value, true);
  return copy;
}

describe("an archive", () => {
  it("is unpacked with size, digest and line ends of each file", async () => {
    const files = {...competitionFiles(50), "extra/notes.txt": new TextEncoder().encode("no line end")};
    const {archive, directory} = place(zip({...files, "empty/": new Uint8Array()}));
    const progress: number[] = [];
    const unpacked = await unpack(archive, directory, {onProgress: (written) => progress.push(written)});
    expect(unpacked).toEqual(
      Object.entries(files).map(([name, bytes]) => ({
        name,
        bytes: bytes.length,
        sha256: createHash("sha256").update(bytes).digest("hex"),
        lines: name === "extra/notes.txt" ? 0 : 51
      }))
    );
    for (const [name, bytes] of Object.entries(files)) {
      expect(readFileSync(join(directory, name)).equals(bytes)).toBe(true);
    }
    expect(progress.at(-1)).toBe(Object.values(files).reduce((sum, {length}) => sum + length, 0));
  });

  it("may have stored files and 64-bit sizes", async () => {
    const stored = place(zip({"train.csv": [csv(5, 1), {level: 0}]}));
    expect((await unpack(stored.archive, stored.directory))[0].lines).toBe(6);
    // Python: zipfile.ZipFile(…).open(ZipInfo("train.csv"), "w", force_zip64=True).write(b"ID_code,target\ntrain_0,1\n")
    const directory = temporaryDirectory();
    expect(await unpack(join(fixtures, "zip64.zip"), directory)).toMatchObject([
      {name: "train.csv", bytes: 25, lines: 2}
    ]);
  });
});

describe("an archive is refused", () => {
  it.each(["../train.csv", "/tmp/train.csv", "a/../../train.csv", "C:/train.csv", "..\\train.csv", "a/b:stream"])(
    "when a name leads out of the directory: %s",
    async (name) => {
      expect((await refuse(zip({"test.csv": csv(5, 1), [name]: csv(5, 2)}))).code).toBe("archive-unsafe");
    }
  );

  it("when it holds a link", async () => {
    const link = zip({"train.csv": [new TextEncoder().encode("/etc/passwd"), {os: 3, attrs: 0o120777 << 16}]});
    expect((await refuse(link)).code).toBe("archive-unsafe");
  });

  it("when two names are one on some disks", async () => {
    expect((await refuse(zip({"train.csv": csv(5, 1), "Train.csv": csv(5, 2)}))).code).toBe("archive-unsafe");
  });

  it("when it would fill the disk", async () => {
    expect((await refuse(zip({"train.csv": new Uint8Array(5_000_000)}))).code).toBe("archive-too-large");
    const many = Object.fromEntries(Array.from({length: 1_001}, (_, index) => [`${index}`, new Uint8Array()]));
    expect((await refuse(zip(many))).code).toBe("archive-too-large");
  });

  it("when a file is larger than it says", async () => {
    const lying = withField(zip({"train.csv": new Uint8Array(5_000_000)}), 24, 100);
    const {archive, directory} = place(lying);
    expect((await userError(unpack(archive, directory))).code).toBe("archive-broken");
    // What came before the lie was noticed is the caller's to take away; it is no more than was promised.
    expect(readFileSync(join(directory, "train.csv")).length).toBeLessThanOrEqual(100);
  });

  it("when a file does not match its checksum", async () => {
    const error = await refuse(withField(zip({"train.csv": csv(5, 1)}), 16, 1), ["train.csv"]);
    expect(error).toMatchObject({code: "archive-broken", place: {file: "archive.zip"}});
    expect(error.message).toBe("archive.zip is no whole zip file (train.csv does not match its checksum).");
  });

  it("when it is cut anywhere", async () => {
    const whole = zip(competitionFiles(20));
    for (let end = 0; end < whole.length; end += 97) {
      expect((await refuse(whole.subarray(0, end))).code, `cut at ${end}`).toBe("archive-broken");
    }
  });

  it("when its packed bytes are damaged", async () => {
    const damaged = zip({"train.csv": csv(200, 1)});
    damaged.fill(0xff, 100, 400);
    expect((await refuse(damaged, ["train.csv"])).code).toBe("archive-broken");
  });
});

it("stops unpacking when it is told to", async () => {
  const {archive, directory} = place(zip({"train.csv": csv(5, 1)}));
  await expect(unpack(archive, directory, {signal: AbortSignal.abort()})).rejects.toThrow(/abort/i);
});

it("overwrites nothing", async () => {
  const {archive, directory} = place(zip({"train.csv": csv(5, 1)}));
  writeFileSync(join(directory, "train.csv"), "mine");
  expect((await userError(unpack(archive, directory))).code).toBe("file-in-the-way");
  expect(readFileSync(join(directory, "train.csv"), "utf8")).toBe("mine");
  expect(existsSync(archive)).toBe(true);
});
