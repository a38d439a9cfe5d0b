"""Optuna's TPE with Python's LightGBM: python study.py FOLDER SEED PRUNER; prints the best mean validation AUC as JSON."""

import json
import pathlib
import sys

import lightgbm
import numpy
import optuna

folder, seed, pruner = pathlib.Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
task = json.loads((folder / "task.json").read_text())
label = numpy.fromfile(folder / "label.bin", dtype=numpy.uint8)
rows = numpy.fromfile(folder / "columns.bin").reshape(-1, len(label)).T
assignments = numpy.fromfile(folder / "folds.bin", dtype=numpy.uint8)
folds = [(numpy.flatnonzero(assignments != fold), numpy.flatnonzero(assignments == fold)) for fold in range(task["folds"])]
settings = {**task["params"], "num_threads": task["threads"], "verbosity": -1, "metric": "auc"}
iterations = settings.pop("num_iterations")
# One binned table for all trials, whatever rows a leaf needs; each copy takes the settings of its trial.
shared = {"feature_pre_filter": False, **{name: settings[name] for name in ("max_bin", "seed") if name in settings}}
binned = lightgbm.Dataset(rows, label, params={**shared, "verbosity": -1}, free_raw_data=False).construct()


def suggest(trial, dimension):
    name = dimension["name"]
    if "choices" in dimension:
        return trial.suggest_categorical(name, dimension["choices"])
    scale = {"log": dimension["scale"] == "log"}
    if "step" in dimension:
        return trial.suggest_int(name, dimension["from"], dimension["to"], **scale)
    return trial.suggest_float(name, dimension["from"], dimension["to"], **scale)


def objective(trial):
    chosen = {dimension["name"]: suggest(trial, dimension) for dimension in task["space"]}
    def report(env):
        for _, metric, value, *_ in env.evaluation_result_list:
            trial.report(value, env.iteration + 1)
        if trial.should_prune():
            raise optuna.TrialPruned
    callbacks = [] if pruner == "none" else [report]
    params = {**settings, **shared, **chosen}
    curves = lightgbm.cv(params, binned, num_boost_round=iterations, folds=folds, callbacks=callbacks)
    return curves["valid auc-mean"][-1]


optuna.logging.set_verbosity(optuna.logging.WARNING)
pruners = {
    "none": optuna.pruners.NopPruner,
    "halving": lambda: optuna.pruners.SuccessiveHalvingPruner(min_resource=-(-iterations // 9), reduction_factor=3),
}
study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=seed), pruner=pruners[pruner]())
study.enqueue_trial(task["own"])
study.optimize(objective, n_trials=task["trials"])
pruned = sum(trial.state == optuna.trial.TrialState.PRUNED for trial in study.trials)
print(json.dumps({"auc": study.best_value, "pruned": pruned}))
