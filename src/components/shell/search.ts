import {html} from "htl";
import {findEntries, type SearchEntry} from "../../lib/shell/searchEntries.js";

const kinds = {page: "Page", run: "Run", feature: "Feature"} as const;

let dialog: HTMLDialogElement | undefined;

/** Opens the search over the page; what it searches is loaded when it opens for the first time. */
export function openSearch(): void {
  dialog ??= document.body.appendChild(SearchDialog());
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("input")?.select();
}

function SearchDialog(): HTMLDialogElement {
  let entries: readonly SearchEntry[] = [];
  let found: readonly SearchEntry[] = [];
  let active = 0;
  const input = html<HTMLInputElement>`<input type="search" role="combobox" aria-label="Search features, runs and pages" placeholder="Search features, runs and pages"
    aria-expanded="true" aria-controls="search-results" aria-autocomplete="list" autocomplete="off" spellcheck="false" oninput=${() => search()} onkeydown=${onKey}>`;
  const list = html`<ul id="search-results" role="listbox" aria-label="Results"></ul>`;
  const state = html`<p class="search-state" role="status">Loading…</p>`;
  const root = html<HTMLDialogElement>`<dialog class="search" aria-label="Search" onclick=${closeOutside}>${input}${list}${state}</dialog>`;

  function search(): void {
    found = findEntries(entries, input.value);
    active = 0;
    list.replaceChildren(...found.map(Result));
    state.textContent =
      found.length === 0
        ? `Nothing is called “${input.value.trim()}”. Try a feature, a run, or a word such as “drift”.`
        : "";
    showActive();
  }

  function Result({kind, name}: SearchEntry, i: number): HTMLElement {
    return html`<li role="option" id=${`search-result-${i}`} onpointermove=${() => activate(i)} onclick=${() => open(i)}>
      <span>${name}</span><small>${kinds[kind]}</small>
    </li>`;
  }

  function onKey(event: KeyboardEvent): void {
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (step !== undefined) activate((active + step + found.length) % Math.max(1, found.length));
    else if (event.key === "Enter") open(active);
    else return;
    event.preventDefault();
  }

  function activate(i: number): void {
    active = i;
    showActive();
  }

  function showActive(): void {
    for (const [i, option] of [...list.children].entries()) {
      option.setAttribute("aria-selected", String(i === active));
      if (i === active) option.scrollIntoView({block: "nearest"});
    }
    if (found.length > 0) input.setAttribute("aria-activedescendant", `search-result-${active}`);
    else input.removeAttribute("aria-activedescendant");
  }

  function open(i: number): void {
    const entry = found[i];
    if (entry === undefined) return;
    root.close();
    location.assign(new URL(entry.address, reportRoot()));
  }

  function closeOutside(event: Event): void {
    if (event.target === root) root.close();
  }

  void import("./searchIndex.js")
    .then(({loadEntries}) => loadEntries(pagesInMenu()))
    .then((loaded) => {
      entries = loaded;
      search();
    })
    .catch(() => {
      state.textContent = "The list of what can be found could not be loaded.";
    });
  return root;
}

/** The address that the report lies under. */
const reportRoot = () => document.querySelector<HTMLAnchorElement>(".bar-title")?.href ?? location.href;

const pagesInMenu = () => [...document.querySelectorAll(".site-bar nav a")].map(({textContent}) => textContent ?? "");
