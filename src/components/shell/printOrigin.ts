import {html} from "htl";

/** At the page's end, on paper alone: where the page is from, and when it was printed. */
export function addPrintOrigin(page: Element): void {
  const origin = html`<p class="print-origin"></p>`;
  const write = () => {
    origin.textContent = `${location.href}, ${new Date().toLocaleString("en-GB", {dateStyle: "long", timeStyle: "short"})}`;
  };
  // Programs that print pages do not always say so before.
  write();
  page.append(origin);
  addEventListener("beforeprint", write);
}
