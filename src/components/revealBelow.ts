/** Scrolls to what a choice has filled, where the layout has put it below the fold. */
export function revealBelow(element: Element | null): void {
  if (element && element.getBoundingClientRect().top > 0.75 * window.innerHeight)
    element.scrollIntoView({behavior: "smooth"});
}
