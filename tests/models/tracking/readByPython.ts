import {runPython} from "../../python.js";

/** A run as MLflow's own client reads it from a server. */
export interface PythonRun {
  runId: string;
  name: string;
  status: string;
  parent: string | null;
  params: Record<string, string>;
  metrics: Record<string, number>;
  /** By metric, the steps and values in the order of the steps. */
  histories: Record<string, [step: number, value: number][]>;
  /** By path, the SHA-256 of the content. */
  artifacts: Record<string, string>;
  datasets: string[];
}

const program = `
import hashlib, json, os, sys, tempfile
import mlflow
from mlflow.tracking import MlflowClient
mlflow.set_tracking_uri(sys.argv[1])
client = MlflowClient()
experiment = client.get_experiment_by_name(sys.argv[2])
runs = []
for run in client.search_runs([experiment.experiment_id], max_results=5000):
    run_id = run.info.run_id
    artifacts = {}
    with tempfile.TemporaryDirectory() as folder:
        mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path="", dst_path=folder) if client.list_artifacts(run_id) else None
        for place, _, files in os.walk(folder):
            for file in files:
                path = os.path.join(place, file)
                with open(path, "rb") as content:
                    artifacts[os.path.relpath(path, folder)] = hashlib.sha256(content.read()).hexdigest()
    runs.append({
        "runId": run_id, "name": run.info.run_name, "status": run.info.status,
        "parent": run.data.tags.get("mlflow.parentRunId"),
        "params": run.data.params, "metrics": run.data.metrics,
        "histories": {key: sorted([m.step, m.value] for m in client.get_metric_history(run_id, key)) for key in run.data.metrics},
        "artifacts": artifacts,
        "datasets": [entry.dataset.name for entry in run.inputs.dataset_inputs],
    })
print(json.dumps(runs))
`;

/** All runs of an experiment that are not deleted, with everything that was logged. */
export function readByPython(address: string, experiment: string): PythonRun[] {
  return JSON.parse(runPython(program, [address, experiment]));
}
