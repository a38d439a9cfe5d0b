import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {gunzipSync} from "fflate";
import {afterAll, beforeAll, expect, it} from "vitest";
import {readStaged, stagedDirectory} from "../../../models/staging/readStaged.js";
import {RandomSource} from "../../../src/lib/random.js";
import {modelTextFile} from "../../../src/lib/staged/stagedModel.js";
import {rankAuc} from "../../../src/lib/statistics/rankAuc.js";
import {parseTreeEnsemble} from "../../../src/lib/trees/parse.js";
import {predictProbability} from "../../../src/lib/trees/predict.js";
import {describeNeeds} from "../../needs.js";
import {python, runPython} from "../../python.js";

const rowCount = 500;

/** What Python makes of the model's text and the rows; labels are drawn by the scores, so that both classes are there. */
const program = `
import json, sys
import lightgbm, numpy
from sklearn.metrics import roc_auc_score
model, rows = sys.argv[1:]
values = numpy.array(json.load(open(rows)), dtype=float)
scores = lightgbm.Booster(model_file=model).predict(values)
labels = numpy.random.default_rng(5).random(len(scores)) < scores
print(json.dumps({"scores": scores.tolist(), "labels": labels.tolist(), "auc": roc_auc_score(labels, scores)}))
`;

describeNeeds("Python with tests/requirements.txt", python !== undefined)("the staged model in Python", () => {
  let folder: string;
  let ours: number[];
  let theirs: {scores: number[]; labels: boolean[]; auc: number};
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "python-"));
    const {manifest} = await readStaged();
    const text = new TextDecoder().decode(gunzipSync(await readFile(join(stagedDirectory, modelTextFile))));
    const random = new RandomSource(6);
    const rows = Array.from({length: rowCount}, () =>
      manifest.histograms.map(({edges}) => edges[0] + random.uniform() * (edges[edges.length - 1] - edges[0]))
    );
    await writeFile(join(folder, "model.txt"), text);
    await writeFile(join(folder, "rows.json"), JSON.stringify(rows));
    const ensemble = parseTreeEnsemble(text);
    ours = rows.map((row) => predictProbability(ensemble, row));
    theirs = JSON.parse(runPython(program, [join(folder, "model.txt"), join(folder, "rows.json")]));
  });
  afterAll(() => rm(folder, {recursive: true, force: true}));

  it("scores rows with LightGBM as it does here", () => {
    expect(theirs.scores).toHaveLength(rowCount);
    const differences = ours.map((score, row) => Math.abs(score - theirs.scores[row]));
    expect(Math.max(...differences)).toBeLessThan(1e-12);
  });

  it("has the AUC with scikit-learn that it has here", () => {
    const positives = ours.filter((_, row) => theirs.labels[row]);
    expect(positives.length).toBeGreaterThan(0);
    const auc = rankAuc(Float64Array.from(positives).sort(), Float64Array.from(ours).sort());
    expect(auc).toBeCloseTo(theirs.auc, 12);
  });
});
