import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {build} from "esbuild";
import {listFiles, readTextIfPresent} from "../../dataset/files.js";
import {UserError} from "../../src/lib/errors.js";

const program = fileURLToPath(new URL("./page/main.ts", import.meta.url));

/**
 * The dashboards as one HTML file that holds its program, style and data, and asks for nothing else: it opens from a
 * disk or a mail as well as from a host. Data and style are those of the built report.
 * @throws UserError not-built
 */
export async function dashboardsFile(report = "dist"): Promise<string> {
  const [style, experiment, features, monitor, script] = await Promise.all([
    readStyles(report),
    readData(report, "experiment"),
    readColumns(report, "features"),
    readData(report, "monitor"),
    bundleProgram()
  ]);
  const data = Object.entries({experiment, features, monitor}).map(
    ([id, json]) => `<script type="application/json" id="${id}">${json.replaceAll("<", "\\u003c")}</script>`
  );
  return `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:">
<title>Transaction report: dashboards</title>
<style>${style.replaceAll("</style", "<\\/style")}
#observablehq-main a[href] { color: inherit; text-decoration: none; pointer-events: none; }</style>
<div id="observablehq-center"><main id="observablehq-main" class="observablehq"><noscript>These charts are drawn by JavaScript.</noscript></main></div>
${data.join("\n")}
<script>${script.replaceAll("</script", "<\\/script")}</script>
</html>
`;
}

async function bundleProgram(): Promise<string> {
  const {outputFiles} = await build({
    entryPoints: [program],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    write: false,
    logLevel: "silent"
  });
  return outputFiles.map(({text}) => text).join("\n");
}

async function readData(report: string, name: string): Promise<string> {
  return readFile(await findData(report, name, "json"), "utf8");
}

async function readColumns(report: string, name: string): Promise<string> {
  return readFile(await findData(report, name, "arrow"), "base64");
}

async function findData(report: string, name: string, extension: string): Promise<string> {
  const folder = join(report, "_file", "data");
  const pattern = new RegExp(`^${name}\\.\\w+\\.${extension}$`);
  const file = (await listFiles(folder)).find((path) => pattern.test(path));
  if (file === undefined) throw notBuilt(report);
  return join(folder, file);
}

/** The style sheets that the report's first page names, one after the other. */
async function readStyles(report: string): Promise<string> {
  const page = await readTextIfPresent(join(report, "index.html"));
  if (page === undefined) throw notBuilt(report);
  const sheets = Array.from(page.matchAll(/<link rel="stylesheet"[^>]* href="([^"]+)"/g), ([, href = ""]) => href);
  const texts = await Promise.all(sheets.map((href) => readFile(join(report, href), "utf8")));
  return texts.join("\n");
}

const notBuilt = (report: string) =>
  new UserError("not-built", `There is no whole report in ${report}/; npm run build makes it.`);
