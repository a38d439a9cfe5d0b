# Logs the runs of anyRuns.test.ts to the store whose address is the argument, and prints what MLflow says of them.
import json
import sys

import lightgbm as lgb
import mlflow
import numpy as np
from mlflow.entities import Metric
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, StratifiedKFold

mlflow.set_tracking_uri(sys.argv[1])
random = np.random.default_rng(1)
x = random.normal(size=(240, 3))
y = (x[:, 0] + random.normal(size=240) > 0).astype(int)

mlflow.set_experiment("by Python")
mlflow.sklearn.autolog(log_models=False, log_datasets=False)
with mlflow.start_run(run_name="sklearn autolog"):
    LogisticRegression(C=0.5).fit(x, y)
with mlflow.start_run(run_name="search"):
    GridSearchCV(LogisticRegression(), {"C": [0.1, 1.0, 10.0]}, cv=3).fit(x, y)
mlflow.sklearn.autolog(disable=True)

mlflow.lightgbm.autolog(log_models=False, log_datasets=False)
params = {"objective": "binary", "metric": ["auc", "binary_logloss"], "verbose": -1, "min_data_in_leaf": 5}
with mlflow.start_run(run_name="nested folds"):
    # The folds begin in another order than their numbers.
    for fold, (train, test) in reversed(list(enumerate(StratifiedKFold(4).split(x, y)))):
        with mlflow.start_run(run_name=f"fold {fold}", nested=True):
            lgb.train(params, lgb.Dataset(x[train], y[train]), 8, valid_sets=[lgb.Dataset(x[test], y[test])])
mlflow.lightgbm.autolog(disable=True)

with mlflow.start_run(run_name="epochs") as epochs:
    mlflow.set_tag("mlflow.note.content", "by hand")
    mlflow.log_param("seed", 7)
    losses = [("loss", lambda n: 1 / (n + 1)), ("val_loss", lambda n: 1.5 / (n + 1) + n / 1000)]
    for name, value in losses:
        history = [Metric(name, value(epoch), epoch, epoch) for epoch in range(600)]
        mlflow.MlflowClient().log_batch(epochs.info.run_id, metrics=history)
with mlflow.start_run(run_name="odd numbers"):
    mlflow.log_metrics({"accuracy": 0.75, "eval:loss": float("nan"), "huge": float("inf"), "tiny": -1e-300})
with mlflow.start_run(run_name="300 parameters"):
    mlflow.log_params({f"parameter_{i}": i for i in range(300)})
    mlflow.log_metric("accuracy", 0.5)
with mlflow.start_run(run_name="größer 🎉 <b>&amp;</b>"):
    mlflow.log_param("Größe", "10 cm „quer“, \\n")
    mlflow.log_metrics({"eval/größe/rmse": 0.25, "a b.c-d": 3})
with mlflow.start_run(run_name="percent"):
    mlflow.log_metric("accuracy", 87.5)
with mlflow.start_run(run_name="fold without a value"):
    for fold in range(3):
        with mlflow.start_run(run_name=f"k{fold}", nested=True):
            mlflow.log_param("fold", fold)
            mlflow.log_metric("accuracy", 0.8 + fold / 100)
            if fold != 1:
                mlflow.log_metric("f1", 0.5)

with mlflow.start_run(run_name="damaged"):
    mlflow.log_metric("accuracy", 0.95)
with mlflow.start_run(run_name="nothing measured"):
    mlflow.log_param("a", 1)
with mlflow.start_run(run_name="deleted") as deleted:
    mlflow.log_metric("accuracy", 0.99)
mlflow.delete_run(deleted.info.run_id)
try:
    with mlflow.start_run(run_name="failing"):
        mlflow.log_metric("accuracy", 0.98)
        raise RuntimeError("on purpose")
except RuntimeError:
    pass
try:
    with mlflow.start_run(run_name="folds that failed"):
        for fold in range(2):
            with mlflow.start_run(run_name=f"k{fold}", nested=True):
                mlflow.log_metric("accuracy", 0.97)
                if fold == 1:
                    raise RuntimeError("on purpose")
except RuntimeError:
    pass
client = mlflow.MlflowClient()
experiment = mlflow.get_experiment_by_name("by Python").experiment_id
running = client.create_run(experiment, run_name="running")
client.log_metric(running.info.run_id, "accuracy", 0.96)
killed = client.create_run(experiment, run_name="killed")
client.set_terminated(killed.info.run_id, "KILLED")
client.set_experiment_tag(experiment, "mlflow.experiment.primaryMetric.name", "val_loss")
client.set_experiment_tag(experiment, "mlflow.experiment.primaryMetric.greaterIsBetter", "False")

mlflow.set_experiment("by Python too")
with mlflow.start_run(run_name="elsewhere"):
    mlflow.log_metric("accuracy", 0.9)

runs = mlflow.search_runs(search_all_experiments=True, output_format="list")
print(json.dumps([
    {
        "id": run.info.run_id,
        "name": run.info.run_name,
        "parent": run.data.tags.get("mlflow.parentRunId"),
        "params": run.data.params,
        "metrics": {name: repr(value) for name, value in run.data.metrics.items()},
    }
    for run in runs
]))
