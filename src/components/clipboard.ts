import {html} from "htl";

export interface CopyButtonOptions {
  label?: string;
  className?: string;
}

/** A button that copies a text, and says so for a moment. */
export function CopyButton(
  text: string | (() => string),
  {label = "Copy", className = "copy"}: CopyButtonOptions = {}
): HTMLButtonElement {
  const words = html`<span aria-live="polite">${label}</span>`;
  return html<HTMLButtonElement>`<button type="button" class=${className} onclick=${async () => {
    words.textContent = (await copyText(typeof text === "string" ? text : text()))
      ? "Copied"
      : "Copying is not allowed";
    setTimeout(() => (words.textContent = label), 2_000);
  }}>${words}</button>`;
}

/** @returns whether the browser allowed it */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelection(text);
  }
}

/** For pages that come neither encrypted nor from this machine, which have no clipboard of their own. */
function copySelection(text: string): boolean {
  const area = html<HTMLTextAreaElement>`<textarea class="visually-hidden">${text}</textarea>`;
  const focused = document.activeElement;
  // Within an open popover: the rest of the page cannot have the focus then.
  (focused?.closest("[popover]") ?? document.body).append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return copied;
}
