import {existsSync} from "node:fs";
import {loadExperiment} from "./data-loaders/experiments/loadExperiment.js";
import {historyFile} from "./data-loaders/monitor/loadHistory.js";

// The usual variable for builds that must give the same bytes on another day.
const time = process.env.SOURCE_DATE_EPOCH ? new Date(Number(process.env.SOURCE_DATE_EPOCH) * 1000) : new Date();
const built = new Intl.DateTimeFormat("en-GB", {dateStyle: "long", timeZone: "UTC"}).format(time);

// A build with INFERENCE_URL offers that API on the predict page.
const hosts = process.env.INFERENCE_URL
  ? "Nothing here asks another host for anything, unless you choose the API on the predict page."
  : "Nothing here asks another host for anything.";

// Read when the first page asks for it: the configuration is loaded more often than the runs are needed.
let experiment: ReturnType<typeof loadExperiment> | undefined;

async function runs() {
  experiment ??= loadExperiment();
  return (await experiment).summary.runs;
}

export default {
  root: "src",
  // A build writes beside what is served, and then switches.
  output: process.env.REPORT_OUTPUT || "dist",
  title: "Transaction report",
  pages: [
    {name: "Experiments", path: "/experiments"},
    {name: "Features", path: "/features"},
    {name: "Predict", path: "/predict"},
    // The page is always there, and says how to begin.
    ...(existsSync(historyFile) ? [{name: "Monitor", path: "/monitor"}] : [])
  ],
  // A parameterized page exists only if it is listed here.
  async *dynamicPaths() {
    for (const {runId} of await runs()) yield `/runs/${runId}`;
  },
  style: "style/report.css",
  // In place of Framework's default, which would have readers' browsers ask another host for a font.
  globalStylesheets: ["observablehq:stdlib/inputs.css"],
  head: `<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M2 14V9h3v5zm4.5 0V5h3v9zM11 14V1h3v13z" fill="#4269d0"/></svg>'
  )}">
<script>document.documentElement.lang = "en";</script>`,
  footer: `Built on ${built} with Observable Framework. ${hosts}`,
  pager: false,
  toc: false,
  search: {
    async *index() {
      for (const {runId, name, model} of await runs()) yield {path: `/runs/${runId}`, title: name, text: model};
    }
  },
  interpreters: {".ts": ["node", "--import", "tsx"]}
};
