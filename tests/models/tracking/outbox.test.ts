import {mkdtemp, readdir, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {Outbox} from "../../../models/tracking/outbox/outbox.js";
import type {TrackedModel} from "../../../models/training/trackCrossValidation.js";
import {python, withoutPython} from "../../python.js";
import {FaultyProxy} from "./faultyProxy.js";
import {expectAllOnce, sendAll, train} from "./lostAnswers.js";
import {freePort, MlflowServer} from "./mlflowServer.js";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "outbox-"));
});

afterEach(() => rm(folder, {recursive: true, force: true}));

/** The folders of runs that wait. */
async function waiting(): Promise<string[]> {
  const outboxes = await Outbox.all(join(folder, "outbox"));
  const runs = await Promise.all(outboxes.map(async ({store}) => (await store.searchRuns()).runs));
  return runs.flat().map(({name}) => name);
}

describe.skipIf(python === undefined)(`runs on their way to a real MLflow server (${python ?? withoutPython})`, () => {
  test("all arrive, once, where every third answer gets lost", async () => {
    await using server = await MlflowServer.start();
    const shares = {"cut before": 0.06, "reset after": 0.06, "500 before": 0.06, "500 after": 0.06, delay: 0.06};
    await using proxy = await FaultyProxy.start(server.address, {seed: 7, shares, longestDelay: 500});
    const trained = new Map<string, TrackedModel["trained"]>();
    for (const name of ["first", "second"]) trained.set(name, (await train(name, proxy.address, folder)).trained);
    await sendAll(proxy.address, folder);
    expectAllOnce(server.address, trained);
    expect(await waiting()).toEqual([]);
    expect(Object.values(proxy.counts).reduce((sum, count) => sum + count)).toBeGreaterThan(10);
  });

  test("a training goes on while the server is away, and its runs arrive when it is back", async () => {
    await using server = await MlflowServer.start();
    await using proxy = await FaultyProxy.start(server.address, {seed: 1, shares: {}});
    const first = await train("first", proxy.address, folder);
    await server.down();
    const log = train("second", proxy.address, folder);
    // Its training takes a second, and sending goes on for a minute.
    await server.up();
    const second = await log;
    await sendAll(proxy.address, folder);
    expectAllOnce(server.address, new Map(Object.entries({first: first.trained, second: second.trained})));
  });
});

test("a server that nobody has started keeps no training from its end", async () => {
  const {trained} = await train("alone", `http://127.0.0.1:${await freePort()}`, folder);
  expect(trained.folds).toHaveLength(3);
  expect((await waiting()).sort()).toEqual(["alone", "fold 0", "fold 1", "fold 2"]);
  expect(await readdir(join(folder, "outbox"))).toHaveLength(1);
});
