import {createHash} from "node:crypto";
import {existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {writeDemo} from "../../../data-loaders/demo/writeDemo.js";
import {type FetchOptions, fetchCompetition, fetchFile} from "../../../data-loaders/kaggle/fetchCompetition.js";
import {findData} from "../../../data-loaders/provide/ensureData.js";
import {readRawSource} from "../../../data-loaders/raw/rawSource.js";
import {zip} from "../../fixtures/kaggle/standInKaggle.js";
import {competitionFiles, connectTo, csv, hasty, startKaggle, temporaryDirectory, userError} from "./setUp.js";

async function prepare() {
  const kaggle = await startKaggle();
  kaggle.publish(competitionFiles(50));
  const directory = temporaryDirectory();
  const raw = join(directory, "raw");
  const api = await connectTo(kaggle);
  const fetchIt = (options: FetchOptions = {}) =>
    fetchCompetition(api, kaggle.competition, {directory, policy: hasty, ...options});
  return {kaggle, api, directory, raw, fetchIt};
}

function source(raw: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(raw, "source.json"), "utf8"));
}

function areThere(raw: string, files: Record<string, Uint8Array>): void {
  for (const [name, bytes] of Object.entries(files)) {
    expect(readFileSync(join(raw, name)).equals(bytes), name).toBe(true);
  }
  expect(readdirSync(raw).sort()).toEqual([...Object.keys(files), "source.json"].sort());
}

describe("fetching a competition", () => {
  it("puts its files in their places, with a note of what they are", async () => {
    const {kaggle, raw, fetchIt} = await prepare();
    expect(await fetchIt()).toEqual({path: raw, outcome: "fetched"});
    areThere(raw, kaggle.files);
    expect(source(raw)).toMatchObject({kind: "kaggle", competition: "stand-in", trainRows: 50, testRows: 50});
    const sha256 = createHash("sha256").update(kaggle.files["train.csv"]).digest("hex");
    expect(source(raw).files).toMatchObject({"train.csv": {bytes: kaggle.files["train.csv"].length, sha256}});
  });

  it("does nothing the second time", async () => {
    const {kaggle, raw, fetchIt} = await prepare();
    await fetchIt();
    kaggle.storage.bytesSent = 0;
    expect(await fetchIt()).toEqual({path: raw, outcome: "unchanged"});
    expect(kaggle.storage.bytesSent).toBe(0);
  });

  it("unpacks what it has when a file has gone, without a download", async () => {
    const {kaggle, raw, fetchIt} = await prepare();
    await fetchIt();
    kaggle.storage.bytesSent = 0;
    rmSync(join(raw, "test.csv"));
    expect(await fetchIt()).toMatchObject({outcome: "fetched"});
    areThere(raw, kaggle.files);
    expect(kaggle.storage.bytesSent).toBe(0);
  });

  it("takes over new versions", async () => {
    const {kaggle, raw, fetchIt} = await prepare();
    await fetchIt();
    kaggle.publish(competitionFiles(60, 7), "Wed, 13 Feb 2019 08:00:00 GMT");
    expect(await fetchIt()).toMatchObject({outcome: "fetched"});
    areThere(raw, kaggle.files);
    expect(source(raw)).toMatchObject({trainRows: 60});
  });

  it("takes the place of demo data", async () => {
    const {kaggle, raw, fetchIt} = await prepare();
    await writeDemo(raw, {rows: 5});
    await fetchIt();
    areThere(raw, kaggle.files);
    expect(await readRawSource(raw)).toMatchObject({kind: "kaggle", trainRows: 50});
  });

  it("takes nothing from a user who has files of another origin there", async () => {
    const {kaggle, directory, raw, fetchIt} = await prepare();
    mkdirSync(raw);
    writeFileSync(join(raw, "train.csv"), "mine");
    expect(await userError(fetchIt())).toMatchObject({
      code: "raw-files-in-the-way",
      place: {file: join(raw, "train.csv")}
    });
    expect(readdirSync(raw)).toEqual(["train.csv"]);
    // Nor once the report has read them, and noted that they are there.
    writeFileSync(join(raw, "test.csv"), "id,x\na,1\n");
    writeFileSync(join(raw, "train.csv"), "id,x\na,1\n");
    expect(await findData(directory)).toMatchObject({kind: "file", trainRows: 1});
    expect((await userError(fetchIt())).code).toBe("raw-files-in-the-way");
    // The same bytes are no other origin.
    writeFileSync(join(raw, "test.csv"), kaggle.files["test.csv"]);
    writeFileSync(join(raw, "train.csv"), kaggle.files["train.csv"]);
    await fetchIt();
    areThere(raw, kaggle.files);
  });

  it("ends what was killed while the files were moved to their places", async () => {
    const {kaggle, raw, fetchIt} = await prepare();
    await fetchIt();
    mkdirSync(join(raw, "incoming.partial"));
    for (const name of ["test.csv", "train.csv", "source.json"])
      renameSync(join(raw, name), join(raw, "incoming.partial", name));
    expect(await fetchIt()).toMatchObject({outcome: "unchanged"});
    areThere(raw, kaggle.files);
  });

  it("leaves out what was killed while it was unpacked", async () => {
    const {kaggle, raw, fetchIt} = await prepare();
    mkdirSync(join(raw, "incoming.partial"), {recursive: true});
    writeFileSync(join(raw, "incoming.partial", "train.csv"), "half");
    await fetchIt();
    areThere(raw, kaggle.files);
  });

  it("changes nothing when the archive is of no use, and fetches it anew the next time", async () => {
    const {kaggle, directory, raw, fetchIt} = await prepare();
    await fetchIt();
    const {files} = kaggle;
    const whole = zip(competitionFiles(70, 3));
    kaggle.storage.put(kaggle.archivePath, whole.subarray(0, -100), "Wed, 13 Feb 2019 08:00:00 GMT");
    const error = await userError(fetchIt());
    expect(error.message).toMatch(
      /^stand-in\.zip is no whole zip file \(.*\)\. It was deleted; run this again to download it once more\.$/
    );
    expect(existsSync(join(directory, "kaggle", "stand-in.zip"))).toBe(false);
    areThere(raw, files);
    kaggle.storage.put(kaggle.archivePath, whole, "Thu, 14 Feb 2019 08:00:00 GMT");
    await fetchIt();
    expect(source(raw)).toMatchObject({trainRows: 70});
  });

  it("says which file the archive lacks", async () => {
    const {kaggle, raw, fetchIt} = await prepare();
    kaggle.publish({"train.csv": csv(5, 1)});
    expect(await userError(fetchIt())).toMatchObject({
      code: "archive-missing-file",
      message: "The competition's zip file holds no test.csv, which the report needs."
    });
    expect(readdirSync(raw)).toEqual([]);
  });
});

describe("fetching one file", () => {
  it.each(["as it is", "packed"])("brings it once and apart from the report's data: %s", async (how) => {
    const {kaggle, api, directory, raw} = await prepare();
    if (how === "packed") kaggle.packed.add("test.csv");
    const path = join(directory, "kaggle", "stand-in", "test.csv");
    const fetchIt = () => fetchFile(api, kaggle.competition, "test.csv", {directory, policy: hasty});
    expect(await fetchIt()).toEqual({path, outcome: "fetched"});
    expect(readFileSync(path).equals(kaggle.files["test.csv"])).toBe(true);
    kaggle.storage.bytesSent = 0;
    expect(await fetchIt()).toEqual({path, outcome: "unchanged"});
    expect(kaggle.storage.bytesSent).toBe(0);
    kaggle.publish(competitionFiles(70, 9), "Wed, 13 Feb 2019 08:00:00 GMT");
    expect(await fetchIt()).toEqual({path, outcome: "fetched"});
    expect(readFileSync(path).equals(kaggle.files["test.csv"])).toBe(true);
    expect(existsSync(raw)).toBe(false);
  });

  it.each(["", "../train.csv", "/etc/passwd", "a//b", "C:\\x"])(
    "refuses a name that leads elsewhere: “%s”",
    async (name) => {
      const {kaggle, api} = await prepare();
      expect((await userError(fetchFile(api, kaggle.competition, name))).code).toBe("kaggle-file-name");
      expect(kaggle.api.requests).toHaveLength(0);
    }
  );
});
