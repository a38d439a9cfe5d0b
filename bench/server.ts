import {spawn} from "node:child_process";
import {once} from "node:events";
import {Agent, request as httpRequest, type IncomingMessage} from "node:http";
import process from "node:process";
import {openNodeSession} from "../models/staging/nodeSession.js";
import {readStaged} from "../models/staging/readStaged.js";
import {scoreCsv} from "../src/lib/scoring/scoreCsv.js";
import {csvChunks, csvRows} from "../tests/server/csvRows.js";
import {partHead} from "../tests/server/rawRequest.js";

/**
 * The API on this machine's loopback: small files one after the other and many at a time, against the health route,
 * which is what HTTP alone costs; and one long file, against the same scoring without a server.
 */
const longRows = 200_000;
const smallRequests = 1500;
const route = "/api/v1/classification/inference/uploadfile";
const agent = new Agent({keepAlive: true});

interface Latencies {
  perSecond: number;
  median: number;
  percentile99: number;
}

async function main(): Promise<void> {
  const {address, stop} = await startServer();
  try {
    const small = Buffer.from(`${partHead}${csvRows(2)}\r\n--b--\r\n`);
    const score = () => upload(address, small);
    const health = () => send(address, "/health", "GET");
    await measure(200, 4, score);
    for (const parallel of [1, 16]) {
      const reference = await measure(smallRequests, parallel, health);
      const scored = await measure(smallRequests, parallel, score);
      report(`health, ${parallel} at a time`, reference);
      report(`two-row files, ${parallel} at a time`, scored);
      console.log(`  ratio to health: ${(reference.perSecond / scored.perSecond).toFixed(2)} times as long`);
    }

    const before = await residentMegabytes(address);
    const start = performance.now();
    let ended = false;
    const long = uploadLong(address).finally(() => {
      ended = true;
    });
    const beside: number[] = [];
    let highest = before;
    while (!ended) {
      beside.push(await timed(score));
      if (beside.length % 20 === 0) highest = Math.max(highest, await residentMegabytes(address));
    }
    const bytes = await long;
    const served = (performance.now() - start) / 1000;
    const alone = await scoreAlone();
    console.log(`one file of ${longRows.toLocaleString("en")} rows, ${Math.round(bytes / 1e6)} MB: ${rate(served)}`);
    console.log(`  the same without a server: ${rate(alone)}; ratio ${(served / alone).toFixed(2)}`);
    console.log(`  the server's memory: ${Math.round(before)} MB before, ${Math.round(highest)} MB at its highest`);
    report("  two-row files beside it", summarize(beside, served));
  } finally {
    agent.destroy();
    await stop();
  }
}

async function startServer(): Promise<{address: string; stop(): Promise<void>}> {
  const child = spawn(process.execPath, ["--import", "tsx", "cli/serve.ts"], {
    env: {...process.env, PORT: "0", REPORT_DIRECTORY: "none", LOG_LEVEL: "silent"},
    stdio: ["ignore", "inherit", "pipe"]
  });
  let text = "";
  for await (const chunk of child.stderr) {
    text += chunk;
    const address = /http:\S+?(?=\/api)/.exec(text)?.[0];
    if (address !== undefined) {
      const stop = async () => {
        child.kill("SIGTERM");
        await once(child, "exit");
      };
      return {address, stop};
    }
  }
  throw new Error(`The server did not start: ${text}`);
}

async function measure(requests: number, parallel: number, run: () => Promise<unknown>): Promise<Latencies> {
  const times: number[] = [];
  let left = requests;
  const start = performance.now();
  const client = async () => {
    while (left-- > 0) times.push(await timed(run));
  };
  await Promise.all(Array.from({length: parallel}, client));
  return summarize(times, (performance.now() - start) / 1000);
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

function summarize(times: number[], seconds: number): Latencies {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (level: number) => sorted[Math.min(sorted.length - 1, Math.floor(level * sorted.length))];
  return {perSecond: times.length / seconds, median: at(0.5), percentile99: at(0.99)};
}

function report(title: string, {perSecond, median, percentile99}: Latencies): void {
  const times = `p50 ${median.toFixed(1)} ms, p99 ${percentile99.toFixed(1)} ms`;
  console.log(`${title}: ${Math.round(perSecond).toLocaleString("en")} requests/s, ${times}`);
}

function rate(seconds: number): string {
  return `${Math.round(longRows / seconds).toLocaleString("en")} rows/s (${seconds.toFixed(1)} s)`;
}

function upload(address: string, body: Buffer): Promise<string> {
  return send(address, route, "POST", (request) => request.end(body));
}

/** @returns how many bytes the file had */
async function uploadLong(address: string): Promise<number> {
  let bytes = 0;
  const answer = await send(address, route, "POST", async (request) => {
    request.write(partHead);
    for await (const chunk of csvChunks(longRows)) {
      bytes += chunk.length;
      if (!request.write(chunk)) await once(request, "drain");
    }
    request.end("\r\n--b--\r\n");
  });
  const answered = JSON.parse(answer).length;
  if (answered !== longRows) throw new Error(`The server answered ${answered} rows.`);
  return bytes;
}

function send(
  address: string,
  path: string,
  method: string,
  write: (request: ReturnType<typeof httpRequest>) => unknown = (request) => request.end()
): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = method === "POST" ? {"Content-Type": "multipart/form-data; boundary=b"} : {};
    const request = httpRequest(address + path, {method, agent, headers});
    request.once("error", reject);
    request.once("response", (response) => readText(response).then(resolve, reject));
    Promise.resolve(write(request)).catch(reject);
  });
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  if (response.statusCode !== 200) throw new Error(`The server answered ${response.statusCode}: ${text}`);
  return text;
}

async function residentMegabytes(address: string): Promise<number> {
  const metrics = await send(address, "/metrics", "GET");
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1]) / 1e6;
}

/** @returns seconds */
async function scoreAlone(): Promise<number> {
  const {manifest, model, pipelines} = await readStaged();
  const session = await openNodeSession(model, {features: manifest.features, pipelines});
  const start = performance.now();
  await scoreCsv(csvChunks(longRows), {manifest, session, onBlock: () => {}});
  return (performance.now() - start) / 1000;
}

await main();
