import {html} from "htl";
import {labelCharts} from "./chartLabels.js";
import {preparePaper} from "./paper.js";
import {revealWhenSettled} from "./reveal.js";
import {ThemeButton} from "./theme.js";

// The program of the bar, on every page.

const openSearch = async () => (await import("./search.js")).openSearch();

const searchButton = html<HTMLButtonElement>`<button type="button" class="bar-button search-button" aria-label="Search" aria-keyshortcuts="/ Control+K Meta+K" onclick=${openSearch}>
  <svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.8" aria-hidden="true"><circle cx="7" cy="7" r="4.5"></circle><path d="M10.5 10.5 14 14"></path></svg>
  <span>Search</span><kbd>/</kbd>
</button>`;
document.querySelector(".bar-tools")?.append(searchButton, html`<span id="data-badge"></span>`, ThemeButton());

// The page that is open shall be in sight among the tabs of a narrow window.
document.querySelector(".site-bar [aria-current]")?.scrollIntoView({block: "nearest", inline: "center"});

addEventListener("keydown", (event) => {
  const {key, ctrlKey, metaKey, altKey, target} = event;
  const isCommand = key.toLowerCase() === "k" && (ctrlKey || metaKey) && !altKey;
  const isTyping = target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
  if (!isCommand && (key !== "/" || ctrlKey || metaKey || altKey || isTyping)) return;
  event.preventDefault();
  void openSearch();
});

const main = document.querySelector<HTMLElement>("#observablehq-main");
if (main) {
  labelCharts(main);
  revealWhenSettled(main);
}

const page = document.querySelector("#observablehq-center");
if (page) preparePaper(page);
