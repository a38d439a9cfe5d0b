import {existsSync, readFileSync, symlinkSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it, vi} from "vitest";
import {archiveLink} from "../../../data-loaders/kaggle/competition.js";
import {type DownloadOptions, type DownloadProgress, download} from "../../../data-loaders/kaggle/download.js";
import {RandomSource} from "../../../src/lib/random.js";
import type {StandInKaggle} from "../../fixtures/kaggle/standInKaggle.js";
import {itNeeds} from "../../needs.js";
import {competitionFiles, connectTo, cutAt, hasty, startKaggle, temporaryDirectory, userError} from "./setUp.js";

/** A stand-in with an archive, and the download of it to a new place. */
async function prepare(options: DownloadOptions = {}) {
  const kaggle = await startKaggle();
  const archive = kaggle.publish(competitionFiles());
  const target = join(temporaryDirectory(), "new", "archive.zip");
  const fetchIt = async (more: DownloadOptions = {}) => {
    const all = {policy: hasty, ...options, ...more};
    const api = await connectTo(kaggle, all);
    return download(() => archiveLink(api, kaggle.competition), target, all);
  };
  return {kaggle, archive, target, fetchIt};
}

function isThere(target: string, bytes: Uint8Array): void {
  expect(readFileSync(target).equals(bytes)).toBe(true);
  expect(existsSync(`${target}.partial`)).toBe(false);
}

const onlyOnce = {...hasty, tries: 1};

describe("a download that breaks off", () => {
  it("gives the same bytes when it is cut at any of 20 random bytes and resumed by a later run", async () => {
    const {kaggle, archive, target, fetchIt} = await prepare();
    const random = new RandomSource(20);
    for (let cut = 0; cut < 20; ++cut) {
      // Every time another version, so that nothing of the time before is of use.
      const bytes = kaggle.publish(competitionFiles(400, 10 * cut), `Tue, 12 Feb 2019 08:00:${10 + cut} GMT`);
      const at = random.integer(bytes.length);
      kaggle.storage.bytesSent = 0;
      kaggle.storage.server.faults.push(cutAt(target, at));
      expect(await userError(fetchIt({policy: onlyOnce}))).toMatchObject({code: "connection-lost"});
      await fetchIt();
      isThere(target, bytes);
      expect(kaggle.storage.bytesSent, `cut at ${at}`).toBe(bytes.length);
    }
    expect(archive.length).toBeGreaterThan(5_000);
  });

  it("goes on by itself after cuts, stalls, 429 and 500, each byte sent once", async () => {
    const notices: string[] = [];
    const {kaggle, archive, target, fetchIt} = await prepare({
      stallTimeout: 400,
      onNotice: (notice) => notices.push(notice)
    });
    kaggle.storage.server.faults.push(
      {kind: "status", status: 500},
      cutAt(target, 1_000),
      {kind: "status", status: 429, headers: {"retry-after": "0"}},
      {kind: "stall", at: 2_500},
      cutAt(target, 2_500),
      cutAt(target, archive.length - 1)
    );
    expect(await fetchIt()).toMatchObject({outcome: "downloaded"});
    isThere(target, archive);
    expect(kaggle.storage.bytesSent).toBe(archive.length);
    expect(notices).toHaveLength(6);
    expect(notices[3]).toMatch(/^127\.0\.0\.1:\d+ has been silent for 1 s; trying again in 1 s\.$/);
  });

  it("waits as long as Retry-After says", async () => {
    const {kaggle, archive, target, fetchIt} = await prepare();
    kaggle.storage.server.faults.push({kind: "status", status: 503, headers: {"retry-after": "1"}});
    const start = performance.now();
    await fetchIt();
    expect(performance.now() - start).toBeGreaterThanOrEqual(995);
    isThere(target, archive);
  });

  it("gives up when it gets nowhere, says what is kept, and keeps it", async () => {
    const {kaggle, target, fetchIt} = await prepare();
    for (let i = 0; i < 5; ++i) kaggle.storage.server.faults.push(cutAt(target, 4_000));
    const error = await userError(fetchIt());
    expect(error.code).toBe("connection-lost");
    expect(error.message).toMatch(/ are kept; run this again to go on from there\.$/);
    expect(readFileSync(`${target}.partial`)).toHaveLength(4_000);
    expect(existsSync(target)).toBe(false);
  });

  it("leaves the wait at once when it is told to stop", async () => {
    const {kaggle, fetchIt} = await prepare();
    kaggle.storage.server.faults.push({kind: "stall", at: 100});
    const controller = new AbortController();
    const running = fetchIt({signal: controller.signal});
    await vi.waitFor(() => expect(kaggle.storage.bytesSent).toBeGreaterThan(0));
    controller.abort();
    await expect(running).rejects.toThrow(/abort/i);
  });
});

describe("a remote file that changes", () => {
  const variants: [string, (kaggle: StandInKaggle) => void][] = [
    ["as Google's storage tells", () => {}],
    ["without entity tag", ({storage}) => (storage.omit.etag = true)],
    ["without entity tag and MD5", ({storage}) => Object.assign(storage.omit, {etag: true, md5: true})],
    ["without ranges", ({storage}) => (storage.omit.ranges = true)],
    [
      "without anything that tells versions apart",
      ({storage}) => Object.assign(storage.omit, {etag: true, md5: true, lastModified: true})
    ]
  ];
  it.each(variants)("is never glued to an old part: %s", async (_, omit) => {
    const {kaggle, target, fetchIt} = await prepare();
    omit(kaggle);
    kaggle.storage.server.faults.push(cutAt(target, 5_000));
    await userError(fetchIt({policy: onlyOnce}));
    const changed = kaggle.publish(competitionFiles(400, 99), "Wed, 13 Feb 2019 08:00:00 GMT");
    expect(await fetchIt()).toMatchObject({outcome: "downloaded"});
    isThere(target, changed);
  });

  it("is noticed in the middle of one run", async () => {
    const {kaggle, target, fetchIt} = await prepare();
    kaggle.storage.server.faults.push(cutAt(target, 5_000));
    let changed: Uint8Array | undefined;
    const onNotice = () => {
      changed ??= kaggle.publish(competitionFiles(300, 7), "Wed, 13 Feb 2019 08:00:00 GMT");
    };
    await fetchIt({onNotice});
    isThere(target, changed ?? new Uint8Array());
  });

  it("is noticed although it has the length and the date of the old one", async () => {
    const {kaggle, archive, target, fetchIt} = await prepare();
    await fetchIt();
    const other = Uint8Array.from(archive, (byte, index) => (index === 100 ? byte ^ 1 : byte));
    kaggle.storage.put(kaggle.archivePath, other);
    expect(await fetchIt()).toMatchObject({outcome: "downloaded"});
    isThere(target, other);
  });
});

describe("a file that is here already", () => {
  it("is not downloaded again", async () => {
    const {kaggle, archive, target, fetchIt} = await prepare();
    await fetchIt();
    kaggle.storage.bytesSent = 0;
    expect(await fetchIt()).toMatchObject({outcome: "unchanged", remote: {name: "archive.zip", size: archive.length}});
    expect(kaggle.storage.bytesSent).toBe(0);
    isThere(target, archive);
  });

  it("is fetched anew once somebody has written to it", async () => {
    const {archive, target, fetchIt} = await prepare();
    await fetchIt();
    writeFileSync(target, "mine");
    expect(await fetchIt()).toMatchObject({outcome: "downloaded"});
    isThere(target, archive);
  });

  it("is fetched anew when the record beside it is damaged", async () => {
    const {archive, target, fetchIt} = await prepare();
    await fetchIt();
    writeFileSync(`${target}.remote.json`, "{");
    expect(await fetchIt()).toMatchObject({outcome: "downloaded"});
    isThere(target, archive);
  });

  it("only gets its name when the run before was killed just short of that", async () => {
    const {kaggle, archive, target, fetchIt} = await prepare();
    kaggle.storage.server.faults.push(cutAt(target, archive.length - 1));
    await userError(fetchIt({policy: onlyOnce}));
    writeFileSync(`${target}.partial`, archive);
    kaggle.storage.bytesSent = 0;
    await fetchIt();
    expect(kaggle.storage.bytesSent).toBe(0);
    isThere(target, archive);
  });
});

describe("bytes that are not the server's", () => {
  it("are fetched anew", async () => {
    const {kaggle, archive, target, fetchIt} = await prepare();
    kaggle.storage.server.faults.push({kind: "corrupt", at: 700});
    await fetchIt();
    isThere(target, archive);
  });

  it("are noticed in a part on the disk", async () => {
    const {kaggle, archive, target, fetchIt} = await prepare();
    kaggle.storage.server.faults.push(cutAt(target, 5_000));
    await userError(fetchIt({policy: onlyOnce}));
    writeFileSync(`${target}.partial`, readFileSync(`${target}.partial`).fill(0, 4_000));
    await fetchIt();
    isThere(target, archive);
  });

  it("are given up when they come twice, and the old file stays", async () => {
    const {kaggle, archive, target, fetchIt} = await prepare();
    await fetchIt();
    kaggle.publish(competitionFiles(200, 3), "Wed, 13 Feb 2019 08:00:00 GMT");
    kaggle.storage.server.faults.push({kind: "corrupt", at: 700}, {kind: "corrupt", at: 700});
    expect(await userError(fetchIt())).toMatchObject({code: "download-corrupt"});
    isThere(target, archive);
  });
});

describe("a signed address", () => {
  it("is asked for anew when it has expired", async () => {
    const {kaggle, archive, target, fetchIt} = await prepare();
    kaggle.storage.server.faults.push(cutAt(target, 3_000));
    await fetchIt({onNotice: () => kaggle.storage.expireLinks()});
    isThere(target, archive);
    expect(kaggle.calls).toEqual(["DownloadDataFiles", "DownloadDataFiles"]);
    expect(kaggle.storage.bytesSent).toBe(archive.length);
  });

  it("is given up when no new one works either", async () => {
    const {kaggle, fetchIt} = await prepare();
    for (let i = 0; i < hasty.tries; ++i) kaggle.storage.server.faults.push({kind: "status", status: 403});
    const error = await userError(fetchIt());
    expect(error.code).toBe("kaggle-link-expired");
  });
});

it("counts what is here of what there is", async () => {
  const {kaggle, archive, target, fetchIt} = await prepare();
  kaggle.storage.server.faults.push(cutAt(target, 3_000));
  await userError(fetchIt({policy: onlyOnce}));
  const reports: DownloadProgress[] = [];
  await fetchIt({onProgress: (progress) => reports.push({...progress})});
  expect(reports[0].received).toBeGreaterThan(3_000);
  expect(reports.at(-1)).toEqual({received: archive.length, total: archive.length, resumedFrom: 3_000});
});

itNeeds("/dev/full", existsSync("/dev/full"))("says in one sentence that the disk is full", async () => {
  const {target, fetchIt} = await prepare();
  await fetchIt();
  writeFileSync(target, "old");
  symlinkSync("/dev/full", `${target}.partial`);
  const error = await userError(fetchIt());
  expect(error).toMatchObject({
    code: "disk-full",
    message: `The disk is full: ${target} cannot be written. Make room and try again.`
  });
  expect(readFileSync(target, "utf8")).toBe("old");
});
