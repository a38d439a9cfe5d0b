import {html} from "htl";

/** In the footer, on paper alone: where the page is from, and when it was printed. */
export function addPrintOrigin(footer: Element): void {
  const origin = html`<p class="print-origin"></p>`;
  footer.append(origin);
  addEventListener("beforeprint", () => {
    origin.textContent = `${location.href}, ${new Date().toLocaleString("en-GB", {dateStyle: "long", timeStyle: "short"})}`;
  });
}
