import {join} from "node:path";
import process from "node:process";
import {writeFileWhole} from "../dataset/files.js";
import {buildReport} from "../site/build.js";
import {reportArchive} from "../site/share/archive.js";
import {dashboardsFile} from "../site/share/dashboardsFile.js";
import {runCommand} from "./command.js";
import {formatAmount} from "./progress.js";

await runCommand({
  name: "share",
  summary: "Builds the report and packs it into one archive, and its dashboards into one HTML file.",
  options: {output: {kind: "text", value: "FOLDER", description: "where both files go", default: "shared"}},
  async run({options: {output}}) {
    await buildReport();
    const dashboards = await dashboardsFile();
    await write(join(output, "dashboards.html"), dashboards);
    await write(join(output, "transaction-report.zip"), await reportArchive("dist", dashboards));
  }
});

async function write(path: string, content: string | Uint8Array): Promise<void> {
  await writeFileWhole(path, content);
  process.stdout.write(`${path}  ${formatAmount(Buffer.byteLength(content), "bytes")}\n`);
}
