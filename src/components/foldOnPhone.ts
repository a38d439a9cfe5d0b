import {html} from "htl";

/** Narrower windows show what is folded by its name alone. */
const phone = "(max-width: 640px)";

/** A part of a page that stands open on wide windows and in print, and is folded under its name on a phone. */
export function FoldOnPhone(name: string, content: Node): HTMLElement {
  const narrow = matchMedia(phone);
  const node = html<HTMLDetailsElement>`<details class="fold" open=${!narrow.matches}><summary>${name}</summary>${content}</details>`;
  narrow.addEventListener("change", () => {
    node.open = !narrow.matches;
  });
  addEventListener("beforeprint", () => {
    node.open = true;
  });
  return node;
}
