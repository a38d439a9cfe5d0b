import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {mkdir, mkdtemp, readdir, rm} from "node:fs/promises";
import {createServer} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import process from "node:process";
import {setTimeout as wait} from "node:timers/promises";
import {afterAll, beforeAll, expect, it} from "vitest";
import {RandomSource} from "../../src/lib/random.js";
import {csvRows, fileForm} from "./csvRows.js";
import {StagedDirectory, wideModel} from "./stagedDirectory.js";

/** Kills the server under load so many times, every other time while it starts; each next one serves in its place. */
export function testKilledServer({kills, seed}: {kills: number; seed: number}): void {
  const random = new RandomSource(seed);
  let staged: StagedDirectory;
  let folder: string;
  let address: string;

  beforeAll(async () => {
    staged = await StagedDirectory.make(wideModel());
    folder = await mkdtemp(join(tmpdir(), "killed-server-"));
    await mkdir(join(folder, "tmp"));
    address = `http://127.0.0.1:${await freePort()}`;
  });
  afterAll(async () => {
    await staged.remove();
    await rm(folder, {recursive: true, force: true});
  });

  function start(): ChildProcess {
    return spawn(process.execPath, ["--import", "tsx", "cli/serve.ts"], {
      env: {
        ...process.env,
        PORT: new URL(address).port,
        REPORT_DIRECTORY: "none",
        LOG_LEVEL: "silent",
        MODEL_DIRECTORY: staged.path,
        TMPDIR: join(folder, "tmp")
      },
      stdio: "ignore"
    });
  }

  const send = (rows: number) =>
    fetch(`${address}/api/v1/classification/inference/uploadfile`, {
      method: "POST",
      body: fileForm(csvRows(rows)),
      signal: AbortSignal.timeout(10_000)
    });

  /** Files of all sizes, for as long as there is someone to take them. */
  async function load(rows: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const answer = await send(rows)
        .then((response) => response.json())
        .catch(() => undefined);
      // Cut off or whole, but never wrong.
      if (answer !== undefined) expect(answer).toHaveLength(rows);
      else await wait(20);
    }
  }

  it(
    `serves after each of ${kills} kills, with nothing left over`,
    async () => {
      const before = await readdir(staged.path);
      for (let kill = 0; kill < kills; kill += 2) {
        const server = start();
        const exited = once(server, "exit");
        const ended = new AbortController();
        const clients = [1, 1, 2, 100, 3000].map((rows) => load(rows, ended.signal));
        try {
          // Ready by now if it is ever to be: nobody else has its port or what it needs.
          await expect
            .poll(
              () =>
                send(2).then(
                  ({status}) => status,
                  () => 0
                ),
              {timeout: 60_000}
            )
            .toBe(200);
          await wait(300 * random.uniform());
        } finally {
          server.kill("SIGKILL");
          await exited;
          ended.abort();
        }
        await Promise.all(clients);
        // And once while it starts.
        const starting = start();
        const gone = once(starting, "exit");
        await wait(1500 * random.uniform());
        starting.kill("SIGKILL");
        await gone;
        expect(await readdir(staged.path)).toEqual(before);
        // What tsx keeps to be faster the next time.
        expect((await readdir(join(folder, "tmp"))).filter((name) => !name.startsWith("tsx-"))).toEqual([]);
      }
    },
    Math.max(120, kills * 30) * 1000
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("A listening server has a port.");
  return address.port;
}
