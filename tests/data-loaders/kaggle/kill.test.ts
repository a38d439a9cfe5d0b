import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {existsSync, readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import process from "node:process";
import {setTimeout as sleep} from "node:timers/promises";
import {expect, it} from "vitest";
import {fetchCompetition} from "../../../data-loaders/kaggle/fetchCompetition.js";
import {RandomSource} from "../../../src/lib/random.js";
import type {StandInKaggle} from "../../fixtures/kaggle/standInKaggle.js";
import {competitionFiles, connectTo, hasty, startKaggle, temporaryDirectory} from "./setUp.js";

const program = join(import.meta.dirname, "../../fixtures/kaggle/fetchCompetition.ts");
const kills = 8;

/** Fetches in a process of its own, and goes on when that has begun. */
async function fetchInChild(kaggle: StandInKaggle, directory: string): Promise<ChildProcess> {
  const args = ["--import", "tsx", program, kaggle.competition, directory];
  const {PATH} = process.env;
  const child = spawn(process.execPath, args, {stdio: ["ignore", "pipe", "inherit"], env: {PATH, ...kaggle.env}});
  await once(child.stdout, "data");
  return child;
}

it("leaves the old files, a part that can be continued, or the new files when it is killed at any moment", async () => {
  const kaggle = await startKaggle();
  const directory = temporaryDirectory();
  const raw = join(directory, "raw");
  const zipFile = join(directory, "kaggle", `${kaggle.competition}.zip`);
  const random = new RandomSource(8);
  const versions = [competitionFiles(2_000, 0)];
  let archives = [kaggle.publish(versions[0])];
  const api = await connectTo(kaggle);
  await fetchCompetition(api, kaggle.competition, {directory, policy: hasty});

  for (let kill = 1; kill <= kills; ++kill) {
    const old = archives[archives.length - 1];
    versions.push(competitionFiles(2_000, 10 * kill));
    const archive = kaggle.publish(versions[kill], `Tue, 12 Feb 2019 08:00:${10 + kill} GMT`);
    archives = [old, archive];
    kaggle.storage.pace = {bytes: Math.ceil(archive.length / 20), pause: 2};
    kaggle.storage.bytesSent = 0;

    const child = await fetchInChild(kaggle, directory);
    const ended = once(child, "exit");
    // Half of them in the download, the others at any time after it.
    const moment = random.uniform() * 2 * archive.length;
    while (kaggle.storage.bytesSent < Math.min(moment, archive.length) && child.exitCode === null) await sleep(1);
    if (moment > archive.length) await sleep(random.uniform() * 40);
    child.kill("SIGKILL");
    await ended;

    const zip = readFileSync(zipFile);
    expect(
      [old, archive].some((bytes) => zip.equals(bytes)),
      "the zip file is the old or the new one"
    ).toBe(true);
    const part = existsSync(`${zipFile}.partial`) ? readFileSync(`${zipFile}.partial`) : new Uint8Array();
    expect(Buffer.from(archive.subarray(0, part.length)).equals(part), "the part begins the new one").toBe(true);
    for (const name of Object.keys(versions[kill])) {
      const bytes = existsSync(join(raw, name)) ? readFileSync(join(raw, name)) : undefined;
      expect(
        versions.slice(-2).some((files) => bytes?.equals(files[name])),
        `${name} is old or new`
      ).toBe(true);
    }

    kaggle.storage.pace = undefined;
    const before = kaggle.storage.bytesSent;
    await fetchCompetition(api, kaggle.competition, {directory, policy: hasty});
    if (part.length > 0) expect(kaggle.storage.bytesSent - before).toBe(archive.length - part.length);
    for (const [name, bytes] of Object.entries(versions[kill]))
      expect(readFileSync(join(raw, name)).equals(bytes)).toBe(true);
    expect(readdirSync(raw).sort()).toEqual(["sample_submission.csv", "source.json", "test.csv", "train.csv"]);
    expect(readdirSync(join(directory, "kaggle")).sort()).toEqual(["stand-in.zip", "stand-in.zip.remote.json"]);
  }
});
