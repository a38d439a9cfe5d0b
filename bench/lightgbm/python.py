"""Makes lightgbm-wasm/tests/fixtures/python.jsonl: what Python's lightgbm (4.7) predicts from our model texts.

Run after `node --import tsx bench/lightgbm/exportModels.ts FOLDER` with: python bench/lightgbm/python.py FOLDER
"""

import json
import pathlib
import sys

import lightgbm
import numpy

folder = pathlib.Path(sys.argv[1])
output = pathlib.Path(__file__).parents[2] / "lightgbm-wasm" / "tests" / "fixtures" / "python.jsonl"

with output.open("w") as lines:
    for model_file in sorted(folder.glob("*.txt")):
        booster = lightgbm.Booster(model_file=model_file)
        rows = numpy.fromfile(model_file.with_suffix(".data")).reshape(-1, booster.num_feature())
        predictions = {
            "normal": booster.predict(rows),
            "raw": booster.predict(rows, raw_score=True),
            "contributions": booster.predict(rows, pred_contrib=True),
        }
        numbers = {kind: numpy.ravel(values).tolist() for kind, values in predictions.items()}
        lines.write(json.dumps({"case": model_file.stem, **numbers}) + "\n")
