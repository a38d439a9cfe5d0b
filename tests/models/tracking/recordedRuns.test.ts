import {spawnSync} from "node:child_process";
import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {brotliCompressSync, brotliDecompressSync} from "node:zlib";
import {strToU8} from "fflate";
import {afterAll, describe, expect, test} from "vitest";
import {reproducibleIdentity} from "../../../models/tracking/mlruns/identity.js";
import {MlrunsStore} from "../../../models/tracking/mlruns/mlrunsStore.js";
import {openRecordedRuns, packRuns, recordedRunsFile} from "../../../models/tracking/recorded/recordedRuns.js";
import {formatTar, readTar} from "../../../models/tracking/recorded/tar.js";
import {mlflowPython, runPython, withoutMlflow} from "./mlflowPython.js";
import {describeRunStore} from "./runStoreContract.js";

const folders: string[] = [];

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "recorded-"));
  folders.push(folder);
  return folder;
}

afterAll(() => Promise.all(folders.map((folder) => rm(folder, {recursive: true}))));

describe("runs that are packed and read again", () => {
  describeRunStore(async () => {
    const folder = await temporaryFolder();
    const store = new MlrunsStore(join(folder, "store"), reproducibleIdentity);
    const reopen = async () => {
      const file = join(folder, "packed");
      await writeFile(file, await packRuns(store.location));
      return openRecordedRuns(file);
    };
    return {store, reopen};
  });

  test("the same runs give the same bytes and the same ids, wherever they are made", async () => {
    const record = async () => {
      const store = new MlrunsStore(await temporaryFolder(), reproducibleIdentity);
      const {runId} = await store.createRun({name: "a", params: {x: "1"}, startTime: 5});
      await store.logBatch(runId, {metrics: [{key: "auc", value: 0.5, step: 1, timestamp: 6}]});
      await store.writeArtifact(runId, "t.csv", strToU8("a,b\n1,2\n"));
      await store.finishRun(runId, "FINISHED", 6);
      return packRuns(store.location);
    };
    expect(await record()).toEqual(await record());
  });

  test("two runs that agree in all that makes an id are refused", async () => {
    const store = new MlrunsStore(await temporaryFolder(), reproducibleIdentity);
    await store.createRun({name: "a", params: {x: "1"}});
    await expect(store.createRun({name: "a", params: {x: "1"}})).rejects.toMatchObject({code: "duplicate-run"});
  });

  test.each([
    ["cut short", (bytes: Uint8Array) => bytes.subarray(0, bytes.length / 2)],
    ["of another kind", () => strToU8("hello")],
    ["compressed, but no archive", () => brotliCompressSync(strToU8("hello".repeat(1000)))],
    [
      "changed in a header",
      (bytes: Uint8Array) => {
        const tar = brotliDecompressSync(bytes);
        tar[3] ^= 1;
        return brotliCompressSync(tar);
      }
    ]
  ])("an archive that is %s says so", async (_, change) => {
    const folder = await temporaryFolder();
    const store = new MlrunsStore(join(folder, "store"));
    await store.createRun({name: "a"});
    const file = join(folder, "packed");
    await writeFile(file, change(await packRuns(store.location)));
    await expect(openRecordedRuns(file)).rejects.toMatchObject({code: "damaged-recording", place: {file}});
  });

  test.skipIf(mlflowPython === undefined)(
    `MLflow reads what the project's archive is unpacked to (${mlflowPython ?? withoutMlflow})`,
    async () => {
      const folder = await temporaryFolder();
      const tar = brotliDecompressSync(await readFile(recordedRunsFile));
      expect(spawnSync("tar", ["-x", "-C", folder], {input: tar}).status).toBe(0);
      const program = `
import json, os, sys
import mlflow
os.chdir(sys.argv[1])
client = mlflow.MlflowClient(tracking_uri="mlruns")
experiment = client.get_experiment_by_name("santander-transactions")
runs = client.search_runs([experiment.experiment_id], filter_string="tags.kind = 'cross-validation'", max_results=100)
# Trials of a sweep that were pruned have neither.
whole = [run for run in runs if "sweep.pruned_at" not in run.data.tags]
table = mlflow.artifacts.load_text(whole[0].info.artifact_uri + "/out-of-fold.csv")
print(json.dumps([{run.info.run_id: run.data.metrics.get("auc") for run in runs}, len(table.splitlines())]))`;
      const [metrics, lines] = JSON.parse(runPython(program, [folder]));
      const {runs} = await (await openRecordedRuns()).searchRuns({kind: "cross-validation"});
      expect(metrics).toEqual(Object.fromEntries(runs.map((run) => [run.runId, run.metrics.auc ?? null])));
      expect(Object.values(metrics).filter((auc) => auc !== null).length).toBeGreaterThan(20);
      expect(lines).toBe(20_001);
    }
  );
});

describe("a tar archive", () => {
  const long = `mlruns/1/${"0".repeat(32)}/metrics/${"average_precision/".repeat(4)}standard deviation`;
  const entries = [
    {path: "mlruns/", content: new Uint8Array()},
    {path: "mlruns/empty", content: new Uint8Array()},
    {path: "mlruns/größer", content: strToU8("x")},
    {path: long, content: new Uint8Array(512).fill(7)}
  ];

  test("is read back as it was written", () => {
    expect(readTar(formatTar(entries))).toEqual(entries);
  });

  test.skipIf(spawnSync("tar", ["--version"]).status !== 0)("is one to other programs", () => {
    const {stdout, status} = spawnSync("tar", ["-t", "--quoting-style=literal"], {input: formatTar(entries)});
    expect([status, stdout.toString().trim().split("\n")]).toEqual([0, entries.map(({path}) => path)]);
  });

  test("has no name that cannot be found again", () => {
    expect(() => formatTar([{path: "a".repeat(101), content: new Uint8Array()}])).toThrow("too long");
  });
});
