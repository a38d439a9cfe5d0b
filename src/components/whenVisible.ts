/** Something that is drawn once a reader can see it. */
export interface LazyDrawing {
  /** Draws it anew: after what is being done where it is on screen, else when it comes there. */
  redraw(): void;
}

/** While paper is being made ready: what is drawn for it is to draw its own parts. */
let isForPaper = false;

/**
 * Draws what is below the window only when it is about to come into it, so that changes above cost nothing below, and
 * once for several changes at a time. Everything is drawn before the page is printed.
 * @param options.ahead whether it is drawn for the first time as soon as there is nothing else to do: for what takes its
 * own time to draw, which is too late once the page is printed
 */
export function whenVisible(node: Element, draw: () => void, {ahead = false} = {}): LazyDrawing {
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
  const drawForPaper = () => {
    isForPaper = true;
    update();
    queueMicrotask(() => {
      isForPaper = false;
    });
  };
  addEventListener("beforeprint", drawForPaper);
  if (ahead) whenIdle(update);
  // The event does not reach who listens only since it began; the node takes its place first.
  if (isForPaper) queueMicrotask(drawForPaper);
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

/** Safari has no callback for it. */
function whenIdle(work: () => void): void {
  if (typeof requestIdleCallback === "undefined") setTimeout(work, 2_000);
  else requestIdleCallback(work);
}
