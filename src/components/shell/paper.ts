import {html} from "htl";

/** Pixels between the margins of A4, upright and across. */
const upright = 700;
const across = 1_020;

/**
 * What a page does for paper: at its end it says where it is from and when it was printed, and its tables are scaled to
 * the paper, across it where upright they would be too small to read.
 */
export function preparePaper(page: Element): void {
  const origin = html`<p class="print-origin"></p>`;
  const root = document.documentElement;
  const scaled = new Set<HTMLElement>();
  const writeOrigin = () => {
    origin.textContent = `${location.href}, ${new Date().toLocaleString("en-GB", {dateStyle: "long", timeStyle: "short"})}`;
  };
  // Programs that print pages do not always say so before.
  writeOrigin();
  page.append(origin);
  addEventListener("beforeprint", () => {
    writeOrigin();
    const tables = [...page.querySelectorAll<HTMLElement>(":is(.run-scroll, .table-scroll) > table")];
    const widest = Math.max(0, ...tables.map(({scrollWidth}) => scrollWidth));
    const isAcross = widest > 1.5 * upright;
    if (isAcross) root.dataset.paper = "across";
    for (const table of tables) {
      const scale = (isAcross ? across : upright) / table.scrollWidth;
      if (scale >= 1) continue;
      table.style.zoom = String(scale);
      scaled.add(table);
    }
  });
  addEventListener("afterprint", () => {
    delete root.dataset.paper;
    for (const table of scaled) table.style.zoom = "";
    scaled.clear();
  });
}
