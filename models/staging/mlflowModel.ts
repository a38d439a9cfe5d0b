import {randomUUID} from "node:crypto";
import {stringify} from "yaml";
import type {PortableModel} from "./portableModel.js";

/** The artifact folder of a run's model, as MLflow's own clients name it. */
export const mlflowModelFolder = "model";

/** What a model is shown with: rows of the features that it takes; NaN is missing. */
export type ExampleRows = readonly (readonly number[])[];

/** Versions of the packages that load it; newer ones do, too. */
const requirements = ["mlflow>=3.0", "lightgbm>=4.5", "onnx>=1.17", "onnxruntime>=1.20", "pandas", "numpy"];
const python = "3.11.0";

/** The version of MLflow whose format this is. */
const formatVersion = "3.17.2";

const dataFiles = {lightgbm: "model.lgb", onnx: "model.onnx"} as const;

/**
 * A model as a folder that MLflow loads: in the flavours `lightgbm`, of trees, and `onnx`, unless ONNX cannot express
 * the model, and as `python_function` in the first of them that there is. All give the probability of target 1.
 */
export function mlflowModelFiles(
  {featureNames, onnx, text}: Pick<PortableModel, "featureNames" | "onnx" | "text">,
  example: ExampleRows,
  created = new Date()
): Record<string, Uint8Array> {
  const modelUuid = randomUUID().replaceAll("-", "");
  const env = {conda: "conda.yaml", virtualenv: "python_env.yaml"};
  const flavour = text === undefined ? "onnx" : "lightgbm";
  const loader = {
    data: dataFiles[flavour],
    env,
    loader_module: `mlflow.${flavour}`,
    python_version: python,
    ...(flavour === "onnx" && {code: null})
  };
  const lightgbm = {code: null, data: dataFiles.lightgbm, lgb_version: "4.7.0", model_class: "lightgbm.basic.Booster"};
  const onnxFlavour = {
    code: null,
    data: dataFiles.onnx,
    onnx_session_options: null,
    onnx_version: "1.23.2",
    providers: ["CPUExecutionProvider"]
  };
  const inputs = featureNames.map((name) => ({type: "double", name, required: true}));
  const output =
    flavour === "lightgbm"
      ? {type: "tensor", "tensor-spec": {dtype: "float64", shape: [-1]}}
      : {type: "tensor", "tensor-spec": {dtype: "float32", shape: [-1, 1]}};
  const size = (onnx?.length ?? 0) + (text?.length ?? 0);
  const split = {columns: featureNames, data: example.map((row) => row.map(orNull))};
  const files: Record<string, string | Uint8Array> = {
    MLmodel: stringify({
      artifact_path: mlflowModelFolder,
      flavors: {
        ...(text !== undefined && {lightgbm}),
        ...(onnx !== undefined && {onnx: onnxFlavour}),
        python_function: loader
      },
      mlflow_version: formatVersion,
      model_size_bytes: size,
      model_uuid: modelUuid,
      saved_input_example_info: {
        artifact_path: "input_example.json",
        pandas_orient: "split",
        serving_input_path: "serving_input_example.json",
        type: "dataframe"
      },
      signature: {inputs: JSON.stringify(inputs), outputs: JSON.stringify([output]), params: null},
      utc_time_created: created.toISOString().replace("T", " ").replace("Z", "000")
    }),
    ...(onnx !== undefined && {[dataFiles.onnx]: onnx}),
    ...(text !== undefined && {[dataFiles.lightgbm]: text}),
    "requirements.txt": `${requirements.join("\n")}\n`,
    "conda.yaml": stringify({
      channels: ["conda-forge"],
      dependencies: [`python=${python}`, "pip", {pip: requirements}],
      name: "mlflow-env"
    }),
    "python_env.yaml": stringify({
      python,
      build_dependencies: ["pip"],
      dependencies: ["-r requirements.txt"]
    }),
    "input_example.json": JSON.stringify(split),
    "serving_input_example.json": JSON.stringify({dataframe_split: split})
  };
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => [
      `${mlflowModelFolder}/${name}`,
      typeof content === "string" ? new TextEncoder().encode(content) : content
    ])
  );
}

/** What MLflow's pages know of a run's models by: the value of a tag. */
export function loggedModelsTag(files: Readonly<Record<string, Uint8Array>>, runId: string, created: Date): string {
  const kinds = (["lightgbm", "onnx"] as const).filter((kind) => `${mlflowModelFolder}/${dataFiles[kind]}` in files);
  return JSON.stringify([
    {
      run_id: runId,
      artifact_path: mlflowModelFolder,
      utc_time_created: created.toISOString().replace("T", " ").replace("Z", "000"),
      flavors: Object.fromEntries([...kinds, "python_function"].map((kind) => [kind, {}]))
    }
  ]);
}

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
