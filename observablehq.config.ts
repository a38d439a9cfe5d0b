import {existsSync} from "node:fs";
import {historyFile} from "./data-loaders/monitor/loadHistory.js";
import {barMarkup, reportPages} from "./src/lib/shell/pages.js";

// The usual variable for builds that must give the same bytes on another day.
const time = process.env.SOURCE_DATE_EPOCH ? new Date(Number(process.env.SOURCE_DATE_EPOCH) * 1000) : new Date();
const built = new Intl.DateTimeFormat("en-GB", {dateStyle: "long", timeZone: "UTC"}).format(time);

// A build with INFERENCE_URL offers that API on the predict page.
const hosts = process.env.INFERENCE_URL
  ? "Nothing here asks another host for anything, unless you choose the API on the predict page."
  : "Nothing here asks another host for anything.";

const title = "Transaction report";

// Without a history there would be nothing on the page; it then says how to begin.
const pages = reportPages.filter(({path}) => path !== "/monitor" || existsSync(historyFile));

/** Before anything is drawn: the page waits for its parts, in the theme that the reader chose. */
const headScript = `document.documentElement.dataset.loading = "";
try { const theme = localStorage.getItem("theme"); if (theme) document.documentElement.dataset.theme = theme; } catch {}`;

/** What is used of the parser that Framework hands over. */
interface MarkdownIt {
  core: {ruler: {disable(name: string): unknown}};
}

export default {
  root: "src",
  // A build writes beside what is served, and then switches.
  output: process.env.REPORT_OUTPUT || "dist",
  title,
  style: "style/report.css",
  // In place of Framework's default, which would have readers' browsers ask another host for a font.
  globalStylesheets: ["observablehq:stdlib/inputs.css"],
  head: `<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M2 14V9h3v5zm4.5 0V5h3v9zM11 14V1h3v13z" fill="#4269d0"/></svg>'
  )}">
<script>${headScript}</script>`,
  header: ({path}: {path: string}) => barMarkup({title, pages, path}),
  footer: `Built on ${built} with Observable Framework. ${hosts}`,
  // The bar of `header` takes their place.
  sidebar: false,
  pager: false,
  toc: false,
  // Titles are computed, and made no links to themselves.
  markdownIt: (markdown: MarkdownIt) => {
    markdown.core.ruler.disable("anchor");
    return markdown;
  },
  interpreters: {".ts": ["node", "--import", "tsx"]}
};
