import {mkdtemp, readdir, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {openRunLog} from "../../../models/tracking/openRunLog.js";
import {Outbox} from "../../../models/tracking/outbox/outbox.js";
import {MlflowServerStore} from "../../../models/tracking/server/mlflowServerStore.js";
import type {TrackedModel} from "../../../models/training/trackCrossValidation.js";
import {python, withoutPython} from "../../python.js";
import {FaultyProxy} from "./faultyProxy.js";
import {environmentOf, expectAllOnce, experiment, sendAll, train} from "./lostAnswers.js";
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

describe.skipIf(python === undefined)("what a server does not take", () => {
  test("is told, and keeps nothing else from arriving", async () => {
    await using server = await MlflowServer.start();
    const notices: string[] = [];
    const onNotice = (sentence: string) => notices.push(sentence);
    const log = await openRunLog({env: environmentOf(server.address), outbox: join(folder, "outbox"), onNotice});
    const {runId} = await log.writer.createRun({name: "odd", params: {seed: "1"}, tags: {own: "no id"}});
    await log.writer.logBatch(runId, {tags: {models: `of ${runId}`}, params: {late: "yes"}});
    // MLflow takes names of up to 250 characters.
    const keys = ["auc", "m".repeat(252)];
    await log.writer.logBatch(runId, {metrics: keys.map((key) => ({key, value: 0.5, step: 1, timestamp: 1}))});
    await log.writer.finishRun(runId, "FINISHED");
    const closed = await log.close();
    const arrived = closed.runId(runId) ?? "";
    const run = await new MlflowServerStore(server.address, {experiment}).getRun(arrived);
    expect(run).toMatchObject({status: "FINISHED", metrics: {auc: 0.5}});
    expect(run.params).toEqual({seed: "1", late: "yes"});
    expect(run.tags).toMatchObject({own: "no id", models: `of ${arrived}`});
    expect(closed.left).toBe(0);
    expect(notices).toEqual([expect.stringMatching(/^Not taken by the server: .*250 characters/)]);
    expect(await waiting()).toEqual(["odd"]);
  });
});

test("a server that nobody has started keeps no training from its end", async () => {
  const {trained} = await train("alone", `http://127.0.0.1:${await freePort()}`, folder);
  expect(trained.folds).toHaveLength(3);
  expect((await waiting()).sort()).toEqual(["alone", "fold 0", "fold 1", "fold 2"]);
  expect(await readdir(join(folder, "outbox"))).toHaveLength(1);
});
