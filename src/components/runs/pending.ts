import {html} from "htl";
import {whenVisible} from "../whenVisible.js";

export interface PendingOptions {
  /** Pixels to keep free until there is something to show, so that nothing below is pushed away. */
  height: number;
  /** What is awaited: “The details of this run”. */
  what: string;
  /** Asks again after a failure. */
  retry?: () => Promise<Node>;
}

/** In the place of something that is being loaded; says so, and says why where it fails. */
export function Pending(promise: Promise<Node>, {height, what, retry}: PendingOptions): HTMLElement {
  const place = html`<div class="pending" style=${{minHeight: `${height}px`}} aria-busy="true"><p class="empty">Loading …</p></div>`;
  const wait = (awaited: Promise<Node>) =>
    awaited.then(
      (node) => {
        place.replaceChildren(node);
        place.removeAttribute("aria-busy");
      },
      (error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        const again = () => {
          place.replaceChildren(html`<p class="empty">Loading …</p>`);
          if (retry) wait(retry());
        };
        place.replaceChildren(
          html`<div class="empty" role="alert"><p>${what} could not be shown. ${reason}</p>${retry ? html`<button type="button" onclick=${again}>Try again</button>` : null}</div>`
        );
        place.removeAttribute("aria-busy");
      }
    );
  wait(promise);
  return place;
}

/** As `Pending`, of something that is asked for when it is about to be seen. */
export function PendingWhenVisible(load: () => Promise<Node>, options: Omit<PendingOptions, "retry">): HTMLElement {
  const place = html`<div style=${{minHeight: `${options.height}px`}}></div>`;
  whenVisible(place, () => place.replaceChildren(Pending(load(), {...options, retry: load})));
  return place;
}
