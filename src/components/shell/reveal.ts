/** Milliseconds; what takes longer appears when it is there. */
const longestWait = 5_000;
const stableFrames = 3;

/**
 * Shows the page once its parts are in their places, so that none of them moves under the reader's eyes. Until then its
 * root has `data-loading`, which the page's own head sets, as without scripts there would be nothing to wait for.
 */
export function revealWhenSettled(main: HTMLElement, root: HTMLElement = document.documentElement): void {
  const start = performance.now();
  let height = -1;
  let frames = 0;
  const look = () => {
    const isPending = main.querySelector("observablehq-loading, .observablehq--loading") !== null;
    frames = !isPending && main.scrollHeight === height ? frames + 1 : 0;
    height = main.scrollHeight;
    if (frames < stableFrames && performance.now() - start < longestWait) return void requestAnimationFrame(look);
    delete root.dataset.loading;
    showLinked();
  };
  requestAnimationFrame(look);
}

/** What the address names may not have been there when the browser looked for it. */
function showLinked(): void {
  const id = decodeURIComponent(location.hash.slice(1));
  if (id !== "") document.getElementById(id)?.scrollIntoView();
}
