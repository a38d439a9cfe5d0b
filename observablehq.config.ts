import {loadExperiment} from "./data-loaders/runs/loadExperiment.js";

const built = new Intl.DateTimeFormat("en-GB", {dateStyle: "long", timeZone: "UTC"}).format(new Date());

export default {
  root: "src",
  output: "dist",
  title: "Transaction report",
  pages: [
    {name: "Experiments", path: "/experiments"},
    {name: "Features", path: "/features"},
    {name: "Predict", path: "/predict"}
  ],
  // A parameterized page exists only if it is listed here.
  async *dynamicPaths() {
    const {summary} = await loadExperiment();
    for (const {runId} of summary.runs) yield `/runs/${runId}`;
  },
  style: "style/report.css",
  // In place of Framework's default, which would have readers' browsers ask another host for a font.
  globalStylesheets: ["observablehq:stdlib/inputs.css"],
  head: `<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M2 14V9h3v5zm4.5 0V5h3v9zM11 14V1h3v13z" fill="#4269d0"/></svg>'
  )}">
<script>document.documentElement.lang = "en";</script>`,
  footer: `Built on ${built} with Observable Framework. Nothing here asks another host for anything.`,
  pager: false,
  toc: false,
  search: true,
  interpreters: {".ts": ["node", "--import", "tsx"]}
};
