/** Something that is drawn once a reader can see it. */
export interface LazyDrawing {
  /** Draws it anew: after what is being done where it is on screen, else when it comes there. */
  redraw(): void;
}

/**
 * Draws what is below the window only when it is about to come into it, so that changes above cost nothing below, and
 * once for several changes at a time. Everything is drawn before the page is printed.
 */
export function whenVisible(node: Element, draw: () => void): LazyDrawing {
  let isVisible = false;
  let isStale = true;
  let isPlanned = false;
  const update = () => {
    if (!isStale) return;
    isStale = false;
    draw();
  };
  new IntersectionObserver(
    (entries) => {
      isVisible = entries.at(-1)?.isIntersecting ?? false;
      if (isVisible) update();
    },
    {rootMargin: "200px"}
  ).observe(node);
  addEventListener("beforeprint", update);
  return {
    redraw() {
      isStale = true;
      if (!isVisible || isPlanned) return;
      isPlanned = true;
      setTimeout(() => {
        isPlanned = false;
        if (isVisible) update();
      });
    }
  };
}
