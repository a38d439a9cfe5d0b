import {mkdir, writeFile} from "node:fs/promises";
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

/**
 * Puts fake secrets in all the places where real ones lie. Only for a copy of the checkout, which they stay in; the
 * variables are taken back after the work.
 */
export async function withPlantedSecrets<Result>(work: () => Promise<Result>): Promise<Result> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(path), {recursive: true});
    await writeFile(path, content, {flag: "wx"});
  }
  try {
    for (const name of variables) process.env[name] = plantedSecret;
    return await work();
  } finally {
    for (const name of variables) delete process.env[name];
  }
}
