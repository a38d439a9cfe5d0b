import {expect, it} from "vitest";
import {parse} from "yaml";
import {modelCard} from "../../../models/hub/modelCard.js";
import {transformationsFile} from "../../../src/lib/features/fittedFile.js";
import type {Manifest} from "../../../src/lib/staged/manifest.js";
import {modelTextFile} from "../../../src/lib/staged/stagedModel.js";
import {manifest} from "../../fixtures/stagedModel.js";

const withText = {...manifest, files: {...manifest.files, [modelTextFile]: {bytes: 1, sha256: "0".repeat(64)}}};

it("tells the hub what it needs to list the model", () => {
  const [, head] = modelCard(withText, "someone/model").split("---\n");
  expect(parse(head)).toEqual({
    license: "mit",
    library_name: "onnx",
    pipeline_tag: "tabular-classification",
    tags: ["tabular-classification", "lightgbm", "onnx"],
    "model-index": [
      {
        name: "LightGBM",
        results: [
          {
            task: {type: "tabular-classification"},
            dataset: {type: "demo", name: "demo data, 00000000"},
            metrics: ["roc_auc", "accuracy", "precision", "recall", "f1"].map((type) =>
              expect.objectContaining({type, value: 0.8})
            )
          }
        ]
      }
    ]
  });
});

it.each([
  ["a tuned LightGBM", {...withText, model: "lightgbm-tuned"}, ["lightgbm", "lightgbm-tuned"]],
  ["a random forest of LightGBM's", {...withText, model: "randomforest"}, ["lightgbm", "randomforest"]],
  ["a logistic regression", {...manifest, model: "logistic"}, ["logistic"]],
  [
    "LightGBM's text trained elsewhere",
    {...withText, model: "lightgbm-file", trainedElsewhere: true as const},
    ["lightgbm"]
  ],
  ["a graph trained elsewhere", {...manifest, model: "onnx-file", trainedElsewhere: true as const}, []]
])("tags %s as what it is", (_, changed, tags) => {
  const [, head] = modelCard(changed, "someone/model").split("---\n");
  expect(parse(head).tags).toEqual(["tabular-classification", ...tags, "onnx"]);
});

it("of a model that transforms features says what its files take", () => {
  const files = {...withText.files, [transformationsFile]: {bytes: 1, sha256: "0".repeat(64)}};
  const card = modelCard({...withText, files}, "someone/model");
  expect(card).toContain(`It takes [rows, ${manifest.features.length}]`);
  expect(card).toContain("takes what `transformations.json.gz` makes of the features, not the features themselves");
  expect(modelCard(withText, "someone/model")).not.toContain("transformations.json.gz");
});

it("of trees that ONNX cannot express speaks of no ONNX file that could be used", () => {
  const {"model.onnx": _, ...files}: Manifest["files"] = withText.files;
  const card = modelCard({...withText, files}, "someone/model");
  const head = parse(card.split("---\n")[1] ?? "");
  expect(head).toMatchObject({library_name: "lightgbm", tags: ["tabular-classification", "lightgbm"]});
  expect(card).toContain("There is no ONNX file, as ONNX cannot express these trees.");
  expect(card).toContain("which `lightgbm.Booster(model_str=…)` reads");
  expect(card).not.toMatch(/model\.onnx|float32/);
});

it("claims no cross-validation for a model that was trained elsewhere", () => {
  const card = modelCard({...manifest, runName: "own.onnx", trainedElsewhere: true}, "someone/model");
  expect(card).toContain("from the file `own.onnx`, was trained elsewhere");
  expect(card).toContain("may have been among its training data");
  expect(card).not.toContain("cross-validated");
});

it("keeps a title with YAML's own signs a title", () => {
  const [, head] = modelCard({...manifest, title: 'A: "b" # c'}, "someone/model").split("---\n");
  expect(parse(head)["model-index"][0].name).toBe('A: "b" # c');
});

it("says how good the model is, what it takes, and that demo data is demo data", () => {
  const card = modelCard(manifest, "someone/model");
  expect(card).toContain("| AUC | 0.8000 | 0.0100 |");
  expect(card).toContain("float64 [rows, 6]");
  expect(card).toContain("made-up demo data");
  expect(card).toContain(manifest.files["model.onnx"].sha256);
  expect(card).toContain("npm run pull-model -- someone/model");
});
