import {html} from "htl";

export interface PopoverOptions {
  /** What the button is called where it shows no words. */
  label?: string;
  className?: string;
}

/**
 * A button that opens a small panel beneath itself. Escape, or a press elsewhere, closes it.
 * @param fill makes the panel's content anew each time that it opens
 */
export function Popover(
  face: string | Node,
  fill: (close: () => void) => Node,
  {label, className = ""}: PopoverOptions = {}
): HTMLElement {
  const button = html<HTMLButtonElement>`<button type="button" class=${`popover-button ${className}`} aria-label=${label} title=${label}>${face}</button>`;
  const panel = html`<div class="popover" popover></div>`;
  // Not a listener: a press on the button of an open panel closes it, and shall not open it again.
  button.popoverTargetElement = panel;
  const close = () => panel.hidePopover();
  panel.addEventListener("beforetoggle", (event) => {
    if (isOpening(event)) panel.replaceChildren(fill(close));
  });
  panel.addEventListener("toggle", (event) => {
    if (!isOpening(event)) return removeEventListener("scroll", close);
    placeBelow(panel, button);
    addEventListener("scroll", close, {passive: true});
  });
  return html`<span class="popover-anchor">${button}${panel}</span>`;
}

const isOpening = (event: Event) => event instanceof ToggleEvent && event.newState === "open";

const gap = 4;

/** Under the button, its right edges aligned as far as the window allows. */
function placeBelow(panel: HTMLElement, button: HTMLElement): void {
  const {right, bottom} = button.getBoundingClientRect();
  const {width, height} = panel.getBoundingClientRect();
  const left = Math.max(gap, Math.min(right - width, document.documentElement.clientWidth - width - gap));
  const top = Math.max(gap, Math.min(bottom + gap, window.innerHeight - height - gap));
  Object.assign(panel.style, {left: `${left}px`, top: `${top}px`});
}
