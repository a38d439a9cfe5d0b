import {setTimeout as wait} from "node:timers/promises";
import {afterAll, beforeAll, expect, it} from "vitest";
import {csvRows, fileForm} from "./csvRows.js";
import {RawRequest, uploadHead} from "./rawRequest.js";
import {residentMegabytes, type ServerProcess, startServerProcess} from "./serverProcess.js";
import {StagedDirectory, wideModel} from "./stagedDirectory.js";

// An hour of mixed clients in a minute: every limit in time is a sixtieth of its default, every rate sixty times as
// much, and so are the clients. What is slow within the limits is served, what is slower is ended, and a new model is
// staged every five minutes.

const faster = 60;
/** The defaults, but for a grace of 5 s, whose sixtieth the server does not take. */
const limits = {bytesPerSecond: 240, graceSeconds: 6, idleSeconds: 30, requestSeconds: 300, reloadSeconds: 5};
const milliseconds = (seconds: number) => (seconds / faster) * 1000;

let staged: StagedDirectory;
let server: ServerProcess;
beforeAll(async () => {
  staged = await StagedDirectory.make(wideModel());
  const sixtieth = (seconds: number) => String(seconds / faster);
  server = await startServerProcess({
    MODEL_DIRECTORY: staged.path,
    MIN_BYTES_PER_SECOND: String(limits.bytesPerSecond * faster),
    TRANSFER_GRACE_SECONDS: sixtieth(limits.graceSeconds),
    MAX_IDLE_SECONDS: sixtieth(limits.idleSeconds),
    MAX_REQUEST_SECONDS: sixtieth(limits.requestSeconds),
    RELOAD_SECONDS: sixtieth(limits.reloadSeconds)
  });
});
afterAll(async () => {
  const code = await server.stop();
  await staged.remove();
  expect(code).toBe(0);
});

async function fast(rows: number): Promise<number> {
  const response = await fetch(`${server.address}/api/v1/classification/inference/uploadfile`, {
    method: "POST",
    body: fileForm(csvRows(rows))
  });
  if (response.status === 200) expect(await response.json()).toHaveLength(rows);
  return response.status;
}

/** Sends a file at so many times the slowest rate that is allowed. */
async function slow(rows: number, times: number): Promise<number> {
  const request = await RawRequest.open(server.address);
  const file = csvRows(rows);
  request.write(uploadHead(file.length, {contentType: "text/csv"}));
  const pause = 1;
  const piece = Math.ceil(limits.bytesPerSecond * pause * times);
  let isOver = false;
  const answer = request.answer().finally(() => {
    isOver = true;
  });
  for (let sent = 0; sent < file.length && !isOver; sent += piece) {
    request.write(file.slice(sent, sent + piece));
    await wait(milliseconds(pause));
  }
  const {status, text} = await answer;
  if (status === 200) expect(text.match(/target_pred/g)).toHaveLength(rows);
  return status;
}

async function hangUp(): Promise<number> {
  const request = await RawRequest.open(server.address);
  const file = csvRows(50);
  request.write(uploadHead(file.length, {contentType: "text/csv"}), file.slice(0, file.length / 2));
  await wait(milliseconds(2));
  request.hangUp();
  return 0;
}

async function look(): Promise<number> {
  return (await fetch(`${server.address}/health`)).status;
}

/** What comes again and again, how many at a time, after what pause in seconds, and with which status. */
const clients = [
  {name: "two rows", run: () => fast(2), count: 4, pause: 1, status: 200},
  {name: "a thousand rows", run: () => fast(1000), count: 1, pause: 10, status: 200},
  {name: "slow, within the limits", run: () => slow(20, 16), count: 10, pause: 1, status: 200},
  {name: "slower than that", run: () => slow(20, 0.2), count: 10, pause: 1, status: 408},
  {name: "hang up", run: hangUp, count: 5, pause: 1, status: 0},
  {name: "health", run: look, count: 1, pause: 15, status: 200}
];

it("serves an hour of mixed clients, sixty times as fast", async () => {
  const counts = new Map<string, number>();
  const end = performance.now() + milliseconds(3600);
  const come = async ({name, run, pause}: (typeof clients)[number]) => {
    while (performance.now() < end) {
      const key = `${name}: ${await run()}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      await wait(milliseconds(pause));
    }
  };
  const stage = async () => {
    for (let version = 1; performance.now() < end; version++) {
      await wait(milliseconds(300));
      await staged.stage(wideModel({seed: version, runId: String(version % 10).repeat(32)}));
    }
  };
  let before = 0;
  const measure = wait(milliseconds(600)).then(async () => {
    before = await residentMegabytes(server);
  });
  await Promise.all([
    measure,
    stage(),
    ...clients.flatMap((client) => Array.from({length: client.count}, () => come(client)))
  ]);
  const after = await residentMegabytes(server);
  console.log(
    Object.fromEntries(counts),
    `resident memory: ${Math.round(before)} MB, at the end ${Math.round(after)} MB`
  );
  for (const {name, status} of clients) {
    const ends = [...counts].filter(([key]) => key.startsWith(`${name}: `));
    const right = counts.get(`${name}: ${status}`) ?? 0;
    // Half a second of a busy machine is half a minute of the hour, in which anybody may be too slow.
    expect({name, ends, most: right >= 0.8 * ends.reduce((sum, [, count]) => sum + count, 0)}).toMatchObject({
      most: true
    });
    expect(ends.map(([key]) => key).filter((key) => ![`${name}: ${status}`, `${name}: 408`].includes(key))).toEqual([]);
  }
  expect(after - before).toBeLessThan(100);
  const open = async () =>
    /^scoring_requests_open (\d+)/m.exec(await (await fetch(`${server.address}/metrics`)).text())?.[1];
  await expect.poll(open, {timeout: 20_000}).toBe("0");
  expect((await fetch(`${server.address}/ready`)).status).toBe(200);
}, 300_000);
