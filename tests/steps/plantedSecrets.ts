import {existsSync} from "node:fs";
import {mkdir, rm, writeFile} from "node:fs/promises";
import {dirname} from "node:path";
import process from "node:process";

/** Nothing that is published may hold this. */
export const plantedSecret = "planted-secret-7d1f0c93b2";

const files: Record<string, string> = {
  ".env": `KAGGLE_KEY=${plantedSecret}\nHF_TOKEN=hf_${plantedSecret}\n`,
  "src/.env": `TOKEN=${plantedSecret}\n`,
  ".kaggle/kaggle.json": JSON.stringify({username: "someone", key: plantedSecret})
};
const variables = ["KAGGLE_KEY", "KAGGLE_API_TOKEN", "HF_TOKEN", "ALERT_WEBHOOK_URL", "MLFLOW_TRACKING_PASSWORD"];

/** Does a piece of work with fake secrets in all the places where real ones lie. What is there already is left alone. */
export async function withPlantedSecrets<Result>(work: () => Promise<Result>): Promise<Result> {
  const planted = Object.keys(files).filter((path) => !existsSync(path));
  const folders: string[] = [];
  const before = variables.map((name) => [name, process.env[name]] as const);
  try {
    for (const path of planted) {
      const made = await mkdir(dirname(path), {recursive: true});
      if (made !== undefined) folders.push(made);
      await writeFile(path, files[path]);
    }
    for (const name of variables) process.env[name] = plantedSecret;
    return await work();
  } finally {
    for (const path of planted) await rm(path, {force: true});
    for (const path of folders) await rm(path, {recursive: true});
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
