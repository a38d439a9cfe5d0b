// The API on this machine's loopback beside the seed project's stack from PyPI, with the same model and the same
// requests: files of two rows, one or many at a time, and one long file.

import {mkdtemp, open, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {csvChunks, csvRows} from "../../tests/server/csvRows.js";
import {median} from "../support/median.js";
import type {FileTask, Measurement, SmallTask} from "./client.js";
import {ClientProcess} from "./clientProcess.js";
import {type Contender, startFastapi, startOurs} from "./contenders.js";

const rounds = 5;
const fileRounds = 3;
const seconds = 2;
const longRows = 200_000;
const path = "/api/v1/classification/inference/uploadfile";
const upload = {method: "POST", path, body: csvRows(2)};
const health = {method: "GET", path: "/health", body: ""};

const folder = await mkdtemp(join(tmpdir(), "bench-server-"));
const contenders: Contender[] = [];
const client = await ClientProcess.start();
const measure = (task: SmallTask | FileTask) => client.measure(task);
try {
  contenders.push(await startOurs());
  const fastapi = await startFastapi(folder);
  if (fastapi !== undefined) contenders.push(fastapi);
  for (const keepAlive of [true, false]) for (const parallel of [1, 16]) await measureSmall(parallel, keepAlive);
  await measureFile();
} finally {
  client.end();
  for (const {stop} of contenders) await stop();
  await rm(folder, {recursive: true});
}

async function measureSmall(parallel: number, keepAlive: boolean): Promise<void> {
  const connections = keepAlive ? "connections kept" : "a connection a request";
  console.log(`files of two rows, ${parallel} at a time, ${connections}; medians of ${rounds} times ${seconds} s`);
  const task = {kind: "small", parallel, keepAlive, seconds} as const;
  const lines = contenders.map(({name, address}) => ({name, task: {...task, address, request: upload}}));
  lines.push({
    name: `${contenders[0].name}, GET /health`,
    task: {...task, address: contenders[0].address, request: health}
  });
  // Once for the compilers, then in turn, so that a busy moment of the machine hits all of them.
  for (const {task} of lines) await measure({...task, seconds: 1});
  const measured = lines.map((): Measurement[] => []);
  for (let round = 0; round < rounds; round++)
    for (const [index, {task}] of lines.entries()) measured[index].push(await measure(task));
  const rates = measured.map((each) => median(each.map(({times, seconds}) => times.length / seconds)));
  for (const [index, {name}] of lines.entries()) {
    const times = measured[index].flatMap(({times}) => times).sort((a, b) => a - b);
    const at = (level: number) => times[Math.min(times.length - 1, Math.floor(level * times.length))].toFixed(1);
    const cpu = median(measured[index].map(({cpuSeconds, seconds}) => cpuSeconds / seconds));
    console.log(
      `  ${name.padEnd(26)} ${Math.round(rates[index]).toLocaleString("en").padStart(6)} requests/s, ` +
        `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms; the client takes ${Math.round(cpu * 100)} % of a processor`
    );
  }
  if (contenders.length > 1) {
    sameAnswers(measured.slice(0, 2).map(([{answer}]) => answer));
    console.log(`  × ${(rates[0] / rates[1]).toFixed(1)}`);
  }
}

async function measureFile(): Promise<void> {
  const file = join(folder, "rows.csv");
  const handle = await open(file, "w");
  for await (const chunk of csvChunks(longRows)) await handle.write(chunk);
  const {size} = await handle.stat();
  await handle.close();
  const what = `one file of ${longRows.toLocaleString("en")} rows × 200, ${Math.round(size / 1e6)} MB`;
  console.log(`${what}; medians of ${fileRounds}`);
  const measured = contenders.map((): Measurement[] => []);
  for (let round = 0; round < fileRounds; round++)
    for (const [index, {address}] of contenders.entries())
      measured[index].push(await measure({kind: "file", address, path, file}));
  const times = measured.map((each) => median(each.map(({seconds}) => seconds)));
  for (const [index, {name}] of contenders.entries())
    console.log(
      `  ${name.padEnd(26)} ${times[index].toFixed(2)} s, ${Math.round(longRows / times[index]).toLocaleString("en")} rows/s`
    );
  if (contenders.length > 1) {
    sameAnswers(measured.map(([{answer}]) => answer));
    console.log(`  × ${(times[1] / times[0]).toFixed(1)}`);
  }
}

/** They do the same work only if they say the same. */
function sameAnswers([ours, theirs]: string[]): void {
  const rows = [ours, theirs].map((text) => JSON.stringify(JSON.parse(text)));
  if (rows[0] !== rows[1]) throw new Error("The servers answer differently.");
}
