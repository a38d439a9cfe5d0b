import {mkdir, rename, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {buildReport} from "../site/buildReport.js";
import {reportArchive} from "../site/share/archive.js";
import {dashboardsFile} from "../site/share/dashboardsFile.js";
import {runCommand} from "./command.js";

await runCommand({
  name: "share",
  summary: "Builds the report and packs it to hand on: one archive of all of it, and one HTML file of the dashboards.",
  options: {output: {kind: "text", value: "FOLDER", description: "where both files go", default: "shared"}},
  async run({options: {output}}) {
    await buildReport();
    const dashboards = await dashboardsFile();
    await mkdir(output, {recursive: true});
    await write(join(output, "dashboards.html"), dashboards);
    await write(join(output, "transaction-report.zip"), await reportArchive("dist", dashboards));
  }
});

async function write(path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(`${path}.new`, content);
  await rename(`${path}.new`, path);
  console.log(`${path}  ${(Buffer.byteLength(content) / 1e6).toFixed(1)} MB`);
}
