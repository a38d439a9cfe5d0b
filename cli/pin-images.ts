import {readFile} from "node:fs/promises";
import process from "node:process";
import {writeFileWhole} from "../dataset/files.js";
import {pinImages, registryDigest} from "../ops/image/pinImages.js";
import {runCommand} from "./command.js";

await runCommand({
  name: "pin-images",
  summary: "Writes the digest that each base image has now into the Dockerfiles and compose.yaml; needs docker.",
  options: {},
  async run() {
    for (const file of ["Dockerfile", "ops/image/worker.Dockerfile", "compose.yaml"]) {
      const text = await readFile(file, "utf8");
      const pinned = await pinImages(text, registryDigest);
      if (pinned !== text) await writeFileWhole(file, pinned);
      process.stdout.write(`${file}  ${pinned === text ? "as it was" : "pinned"}\n`);
    }
  }
});
