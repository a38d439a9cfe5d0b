import {spawn, spawnSync} from "node:child_process";
import {once} from "node:events";
import process from "node:process";
import {MlrunsStore} from "../models/tracking/mlruns/mlrunsStore.js";
import {openRunStore} from "../models/tracking/openRunStore.js";
import {sendWaiting} from "../models/tracking/outbox/sendWaiting.js";
import {trackingPlace} from "../models/tracking/trackingPlace.js";
import {UserError} from "../src/lib/errors.js";
import {notice, runCommand} from "./command.js";

await runCommand({
  name: "mlflow",
  summary: "Opens MLflow's own user interface on the runs in mlruns/, or sends runs that wait for a server.",
  positionals: [
    {
      name: "ACTION",
      description: "sync: send the runs in mlruns-outbox/ to the server of MLFLOW_TRACKING_URI",
      optional: true
    }
  ],
  options: {port: {kind: "integer", description: "port to listen on", default: 5000, minimum: 1, maximum: 65_535}},
  async run({positionals: [action], options, signal}) {
    if (action === "sync") return sync();
    if (action !== undefined)
      throw new UserError("unexpected-argument", `npm run mlflow knows “sync”, not “${action}”.`, {value: action});
    const store = openRunStore();
    if (!(store instanceof MlrunsStore)) {
      process.stdout.write(`The runs are on a server, which has the user interface: ${store.location}\n`);
      return;
    }
    requireMlflow();
    if ((await store.searchRuns()).runs.length === 0)
      throw new UserError("no-runs", `There are no runs in ${store.location}/ yet: npm run train -- lightgbm-tuned.`);
    process.stderr.write(`MLflow: http://127.0.0.1:${options.port} (Ctrl-C ends it)\n`);
    const place = ["--backend-store-uri", store.location, "--host", "127.0.0.1", "--port", String(options.port)];
    // MLflow 3.13 and newer open directories only if this is set.
    const env = {...process.env, MLFLOW_ALLOW_FILE_STORE: "true"};
    const server = spawn("mlflow", ["ui", ...place], {stdio: "inherit", env});
    signal.addEventListener("abort", () => server.kill("SIGINT"));
    const [code] = await once(server, "exit");
    if (!signal.aborted && code !== 0) throw new UserError("mlflow-ended", `MLflow ended with code ${code}.`);
  }
});

/** Long enough for a server that restarts. */
const sendingPatience = 300_000;

async function sync(): Promise<void> {
  const place = trackingPlace();
  const {arrived, left, others} = await sendWaiting(place, {patience: sendingPatience, onNotice: notice});
  const runs = (count: number) => (count === 1 ? "1 cross-validation" : `${count} cross-validations`);
  for (const {address, experiment} of others)
    process.stdout.write(`Others wait for experiment ${experiment} on ${address}: set MLFLOW_TRACKING_URI to it.\n`);
  if (left > 0) throw new UserError("not-sent", `${runs(left)} could not be sent yet; ${runs(arrived)} arrived.`);
  if (arrived > 0) process.stdout.write(`${runs(arrived)} arrived.\n`);
  else if (others.length === 0) process.stdout.write("No runs wait to be sent.\n");
}

function requireMlflow(): void {
  if (spawnSync("mlflow", ["--version"], {stdio: "ignore"}).status === 0) return;
  throw new UserError(
    "mlflow-missing",
    "MLflow is not installed: it comes with Python, by `pip install mlflow` (in a virtual environment), and has to be on the PATH as `mlflow`. The report itself does not need it."
  );
}
