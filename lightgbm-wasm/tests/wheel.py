"""Trains and predicts with the wheel `pip install lightgbm` gives, through its C API, as job files say.

Run with: python wheel.py JOB...; a job is lines of `name value`:
  rows, columns     the training data's shape
  data              file of float64, column by column
  label, weight     files of float32 (weight optional)
  initScore         file of float64 (optional)
  group             file of int32 (optional); no query is partly held out
  position          file of int32 (optional)
  validation        rows at the end of the data that are held out as validation set (optional)
  trainFile, validFile  texts that LightGBM reads itself, in place of all of the above (no predictions then)
  model             a model's text to predict the data with, instead of training one (optional)
  params            LightGBM's parameters
  iterations        how many
  folds             cross-validate instead, over every n-th row; writes nothing (optional)
  output            prefix of the files that are written: .txt (model), .evaluations, .normal, .raw, .leaf, .contributions
                    (optional: timings need none)
Prints one JSON object a job: the version, and the seconds of each step (of the processor; of the clock for folds).
"""

import ctypes
import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

import numpy
from lightgbm import basic

library = basic._LIB
FLOAT32, FLOAT64, INT32 = 0, 1, 2
KINDS = {"normal": 0, "raw": 1, "leaf": 2, "contributions": 3}


def check(status):
    if status != 0:
        raise SystemExit(library.LGBM_GetLastError().decode())


def address(values):
    return values.ctypes.data_as(ctypes.c_void_p)


class Stopwatch:
    def __init__(self, clock):
        self.clock = clock
        self.last = clock()

    def lap(self):
        now = self.clock()
        seconds, self.last = now - self.last, now
        return seconds


class Data:
    def __init__(self, job):
        self.rows = int(job.get("rows", 0))
        self.columns = int(job.get("columns", 0))
        self.values = self.read(job, "data", numpy.float64)
        if self.values is not None:
            self.values = self.values.reshape(self.columns, self.rows)
        self.label = self.read(job, "label", numpy.float32)
        self.weight = self.read(job, "weight", numpy.float32)
        self.init_score = self.read(job, "initScore", numpy.float64)
        self.group = self.read(job, "group", numpy.int32)
        self.position = self.read(job, "position", numpy.int32)

    @staticmethod
    def read(job, name, dtype):
        return numpy.fromfile(job[name], dtype) if name in job else None


def set_field(dataset, name, values, kind):
    values = numpy.ascontiguousarray(values)
    check(library.LGBM_DatasetSetField(dataset, name, address(values), len(values), kind))


def create_dataset(data, begin, end, params, reference):
    values = numpy.ascontiguousarray(data.values[:, begin:end])
    dataset = ctypes.c_void_p()
    check(
        library.LGBM_DatasetCreateFromMat(
            address(values), FLOAT64, end - begin, data.columns, 0, params, reference, ctypes.byref(dataset)
        )
    )
    set_field(dataset, b"label", data.label[begin:end], FLOAT32)
    if data.weight is not None:
        set_field(dataset, b"weight", data.weight[begin:end], FLOAT32)
    if data.init_score is not None:
        set_field(dataset, b"init_score", data.init_score[begin:end], FLOAT64)
    if data.group is not None:
        starts = numpy.cumsum(data.group) - data.group
        inside = (starts >= begin) & (starts + data.group <= end)
        set_field(dataset, b"group", data.group[inside], INT32)
    if data.position is not None:
        set_field(dataset, b"position", data.position[begin:end], INT32)
    return dataset


def read_dataset(path, params, reference):
    dataset = ctypes.c_void_p()
    check(library.LGBM_DatasetCreateFromFile(path.encode(), params, reference, ctypes.byref(dataset)))
    return dataset


def create_booster(dataset, params):
    booster = ctypes.c_void_p()
    check(library.LGBM_BoosterCreate(dataset, params, ctypes.byref(booster)))
    return booster


def load_booster(path):
    booster, iterations = ctypes.c_void_p(), ctypes.c_int()
    text = Path(path).read_bytes()
    check(library.LGBM_BoosterLoadModelFromString(text, ctypes.byref(iterations), ctypes.byref(booster)))
    return booster


def predict(booster, data, kind):
    length = ctypes.c_int64()
    check(library.LGBM_BoosterCalcNumPredict(booster, data.rows, kind, 0, -1, ctypes.byref(length)))
    out = numpy.empty(length.value)
    check(
        library.LGBM_BoosterPredictForMat(
            booster, address(data.values), FLOAT64, data.rows, data.columns, 0, kind, 0, -1, b"num_threads=1",
            ctypes.byref(length), address(out),
        )
    )
    return out


def model_text(booster):
    length = ctypes.c_int64()
    check(library.LGBM_BoosterSaveModelToString(booster, 0, -1, 0, ctypes.c_int64(0), ctypes.byref(length), None))
    text = ctypes.create_string_buffer(length.value)
    check(library.LGBM_BoosterSaveModelToString(booster, 0, -1, 0, length, ctypes.byref(length), text))
    return text.value


def update(booster):
    finished = ctypes.c_int()
    check(library.LGBM_BoosterUpdateOneIter(booster, ctypes.byref(finished)))
    return finished.value == 1


def evaluate(booster, data, count):
    values, length = numpy.empty(count), ctypes.c_int()
    check(library.LGBM_BoosterGetEval(booster, data, ctypes.byref(length), address(values)))
    return values


def cross_validate(job, data, params):
    """Bins once, then trains on the subset of each fold, one after the other, with as many threads as the parameters say."""
    folds = int(job["folds"])
    watch = Stopwatch(time.perf_counter)
    whole = create_dataset(data, 0, data.rows, params, None)
    numbers = numpy.arange(data.rows, dtype=numpy.int32)
    for fold in range(folds):
        parts = []
        for chosen in (numbers % folds != fold, numbers % folds == fold):
            rows = numpy.ascontiguousarray(numbers[chosen])
            part = ctypes.c_void_p()
            check(library.LGBM_DatasetGetSubset(whole, address(rows), len(rows), params, ctypes.byref(part)))
            parts.append(part)
        booster = create_booster(parts[0], params)
        check(library.LGBM_BoosterAddValidData(booster, parts[1]))
        for _ in range(int(job["iterations"])):
            update(booster)
        check(library.LGBM_BoosterFree(booster))
        for part in parts:
            check(library.LGBM_DatasetFree(part))
    check(library.LGBM_DatasetFree(whole))
    return {"crossValidation": watch.lap()}


def train(job, data, params):
    output = job.get("output")
    from_file = "trainFile" in job
    held_out = int(job.get("validation", 0))
    has_validation = held_out > 0 or from_file
    split = data.rows - held_out
    # Of the processor, which other work on the machine does not lengthen.
    watch = Stopwatch(time.process_time)
    training = read_dataset(job["trainFile"], params, None) if from_file else create_dataset(data, 0, split, params, None)
    seconds = {"dataset": watch.lap()}

    booster = create_booster(training, params)
    if has_validation:
        validation = (
            read_dataset(job["validFile"], params, training)
            if from_file
            else create_dataset(data, split, data.rows, params, training)
        )
        check(library.LGBM_BoosterAddValidData(booster, validation))
    metrics = ctypes.c_int()
    check(library.LGBM_BoosterGetEvalCounts(booster, ctypes.byref(metrics)))
    evaluations = []
    watch.lap()
    for _ in range(int(job["iterations"])):
        finished = update(booster)
        for number in (0, 1) if has_validation else ():
            evaluations.append(evaluate(booster, number, metrics.value))
        if finished:
            break
    seconds["train"] = watch.lap()
    if not from_file:
        normal = predict(booster, data, KINDS["normal"])
        seconds["predict"] = watch.lap()
    if output is not None:
        Path(f"{output}.txt").write_bytes(model_text(booster))
        numpy.concatenate(evaluations or [numpy.empty(0)]).tofile(f"{output}.evaluations")
        if not from_file:
            normal.tofile(f"{output}.normal")
            write_predictions(booster, data, output)
    return seconds


def write_predictions(booster, data, output):
    linear = ctypes.c_int()
    check(library.LGBM_BoosterGetLinear(booster, ctypes.byref(linear)))
    for kind, number in KINDS.items():
        if kind != "contributions" or not linear.value:
            predict(booster, data, number).tofile(f"{output}.{kind}")


for path in sys.argv[1:]:
    job = dict(line.split(" ", 1) for line in Path(path).read_text().splitlines())
    data = Data(job)
    params = job.get("params", "").encode()
    seconds = {}
    if "model" in job:
        write_predictions(load_booster(job["model"]), data, job["output"])
    elif "folds" in job:
        seconds = cross_validate(job, data, params)
    else:
        seconds = train(job, data, params)
    print(json.dumps({"version": version("lightgbm"), **seconds}), flush=True)
