/** A chart that is drawn anew when its place changes width. */
export function Resized(draw: (width: number) => Element): HTMLElement {
  const place = document.createElement("div");
  let drawn = 0;
  new ResizeObserver(([entry]) => {
    const width = Math.round(entry?.contentRect.width ?? 0);
    if (width === drawn || width === 0) return;
    drawn = width;
    place.replaceChildren(draw(width));
  }).observe(place);
  return place;
}
