import {mkdtemp, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {writeDemo} from "../../../data-loaders/demo/writeDemo.js";
import {MlflowServerStore} from "../../../models/tracking/server/mlflowServerStore.js";
import {runCli} from "../../cli/runCli.js";
import {python, runPython, withoutPython} from "../../python.js";
import {MlflowServer} from "../tracking/mlflowServer.js";

// By commands alone: train on a server, stage, look at it with MLflow in Python, and bring it back elsewhere.

const program = `
import json, sys
import mlflow, pandas
mlflow.set_tracking_uri(sys.argv[1])
address = "models:/santander-transactions@champion"
rows = pandas.read_csv(sys.argv[2], nrows=20)
columns = [column.name for column in mlflow.pyfunc.load_model(address).metadata.signature.inputs.inputs]
print(json.dumps({
    "pyfunc": mlflow.pyfunc.load_model(address).predict(rows[columns]).tolist(),
    "lightgbm": mlflow.lightgbm.load_model(address).predict(rows[columns]).tolist(),
    "version": mlflow.MlflowClient().get_model_version_by_alias("santander-transactions", "champion").version,
}))
`;

describe.skipIf(python === undefined)(`a staged model in MLflow's registry (${python ?? withoutPython})`, () => {
  let project: string;
  let server: MlflowServer;

  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), "registry-"));
    await writeDemo(join(project, "data", "raw"), {rows: 1000});
    server = await MlflowServer.start();
  });

  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await rm(project, {recursive: true, force: true});
  });

  const run = async (command: string, ...args: string[]) => {
    const finished = await runCli(command, args, project, {MLFLOW_TRACKING_URI: server.address});
    expect(finished.stderr + finished.stdout, command).not.toMatch(/\n {4}at /);
    return finished;
  };
  const train = (name: string, trees: number) =>
    run("train", "lightgbm", "--set", `num_iterations=${trees}`, "--set", "min_data_in_leaf=20", "--name", name);

  test("is the champion that MLflow loads, and comes back checked", async () => {
    await train("first", 5);
    await train("second", 30);
    expect((await run("stagemodel", "first")).stdout).toContain("version 1 of santander-transactions, its champion");
    expect((await run("stagemodel", "second")).stdout).toContain("version 2 of santander-transactions, its champion");
    const file = join(project, "data", "raw", "train.csv");
    const {pyfunc, lightgbm, version} = JSON.parse(runPython(program, [server.address, file]));
    expect(Number(version)).toBe(2);
    expect(pyfunc).toEqual(lightgbm);

    const staged = (folder: string) => readFile(join(project, folder, "manifest.json"), "utf8");
    const champion = "models:/santander-transactions@champion";
    expect((await run("pull-model", champion, "--output", "pulled")).code).toBe(0);
    expect(await staged("pulled")).toBe(await staged("models/staged"));
    expect((await run("stagemodel", "models:/santander-transactions/1", "--output", "older")).code).toBe(0);
    expect(JSON.parse(await staged("older")).runName).toBe("first");

    const store = new MlflowServerStore(server.address);
    const {runId} = JSON.parse(await staged("older"));
    await store.writeArtifact(runId, "staged/model.onnx", new Uint8Array(10));
    const refused = await run("pull-model", champion, "--output", "pulled");
    expect(refused.code).toBe(1);
    expect(await staged("pulled")).toBe(await staged("models/staged"));
  });

  test("says what it does not know", async () => {
    const unknown = await run("stagemodel", "models:/santander-transactions@loser");
    expect(unknown.stderr).toMatch(/^There is no models:\/santander-transactions@loser in http/m);
    const odd = await run("pull-model", "models:/santander");
    expect(odd.stderr).toContain("is not an address of a registered model");
  });
});
