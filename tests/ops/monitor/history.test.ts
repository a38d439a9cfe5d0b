import {mkdtemp, readdir, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, it} from "vitest";
import {loadHistory} from "../../../data-loaders/monitor/loadHistory.js";
import {appendHistory} from "../../../ops/monitor/history.js";
import type {HistoryEntry} from "../../../src/lib/monitoring/history.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "history-"));
});
afterEach(() => rm(folder, {recursive: true}));

const check = (time: number): HistoryEntry => ({kind: "probe", time, service: "uat", up: true, milliseconds: 1});

it("stays within its limit and keeps the alerts that are still open", async () => {
  const file = join(folder, "history.jsonl");
  const opened: HistoryEntry = {kind: "alert", time: 0, service: "production", event: "opened", since: 0};
  const closed: HistoryEntry = {kind: "alert", time: 1, service: "uat", event: "closed", since: 0};
  await appendHistory(file, [opened, closed]);
  for (let time = 2; time < 60; ++time) await appendHistory(file, [check(time)], {limit: 20});
  const history = await loadHistory(file);
  expect(history.length).toBeLessThanOrEqual(20);
  expect(history[0]).toEqual(opened);
  expect(history).not.toContainEqual(closed);
  expect(history.at(-1)).toEqual(check(59));
  expect(await readdir(folder)).toEqual(["history.jsonl"]);
});
