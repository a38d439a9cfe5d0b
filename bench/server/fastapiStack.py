"""The inference API as the seed project has it: FastAPI, pandas and LightGBM's own booster.

python fastapiStack.py MODEL.txt THRESHOLD
"""

import sys

import lightgbm
import pandas
import uvicorn
from fastapi import FastAPI, UploadFile

booster = lightgbm.Booster(model_file=sys.argv[1])
threshold = float(sys.argv[2])
features = booster.feature_name()
app = FastAPI()


@app.post("/api/v1/classification/inference/uploadfile")
def upload_file(data_file: UploadFile) -> list[dict[str, str | int]]:
    frame = pandas.read_csv(data_file.file)
    scores = booster.predict(frame[features])
    answer = pandas.DataFrame({"ID_code": frame["ID_code"], "target_pred": (scores >= threshold).astype(int)})
    return answer.to_dict(orient="records")


uvicorn.run(app, port=0, access_log=False)
