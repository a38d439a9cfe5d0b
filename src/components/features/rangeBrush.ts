import {svgElement} from "../element.js";

export type Range = readonly [low: number, high: number];

export interface RangeBrushOptions {
  /** What the values are, for screen readers. */
  label: string;
  range?: Range;
  /** Called with the range that was dragged over, or without one when it is cleared. */
  onRange: (range: Range | undefined) => void;
  format: (value: number) => string;
}

const [width, height, bins] = [72, 16, 18];

/**
 * A column's values as a small histogram to filter with: dragging over it asks for a range, a press clears it. By
 * keyboard the arrow keys move the lower end, with Shift the upper one, and Escape clears.
 */
export function RangeBrush(
  values: readonly number[],
  {label, range, onRange, format}: RangeBrushOptions
): SVGElement | undefined {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (!(high > low) || !Number.isFinite(high - low)) return undefined;
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) counts[Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins))] += 1;
  const most = Math.max(...counts);
  const x = (value: number) => ((value - low) / (high - low)) * width;
  const path = counts
    .map(
      (count, bin) =>
        `M${(bin * width) / bins},${height}v${-Math.ceil((count / most) * (height - 1))}h${width / bins - 0.6}v${height}`
    )
    .join("");
  const selection = svgElement("rect", {class: "brush", y: 0, height, width: 0});
  const root = svgElement(
    "svg",
    {class: "range-brush", width, height, viewBox: `0 0 ${width} ${height}`, tabindex: 0, role: "slider"},
    svgElement("path", {class: "bars-all", d: path}),
    selection
  );
  let [from, to]: [number, number] = [range?.[0] ?? low, range?.[1] ?? high];

  function draw(): void {
    const isWhole = from <= low && to >= high;
    selection.setAttribute("x", String(x(Math.max(low, from))));
    selection.setAttribute("width", String(isWhole ? 0 : Math.max(1, x(Math.min(high, to)) - x(Math.max(low, from)))));
    root.setAttribute("aria-label", `${label} from`);
    root.setAttribute("aria-valuemin", String(low));
    root.setAttribute("aria-valuemax", String(high));
    root.setAttribute("aria-valuenow", String(from));
    root.setAttribute("aria-valuetext", isWhole ? "all values" : `${format(from)} to ${format(to)}`);
  }
  function ask(next: Range | undefined): void {
    [from, to] = next ?? [low, high];
    draw();
    onRange(next);
  }

  const valueAt = ({clientX}: PointerEvent) => {
    const box = root.getBoundingClientRect();
    return low + (high - low) * Math.min(1, Math.max(0, (clientX - box.left) / (box.width || 1)));
  };
  let start: number | undefined;
  root.addEventListener("pointerdown", (event) => {
    root.setPointerCapture(event.pointerId);
    start = valueAt(event);
  });
  root.addEventListener("pointermove", (event) => {
    if (start === undefined) return;
    const end = valueAt(event);
    [from, to] = [Math.min(start, end), Math.max(start, end)];
    draw();
  });
  root.addEventListener("pointerup", (event) => {
    if (start === undefined) return;
    const dragged = Math.abs(valueAt(event) - start) > (high - low) / width;
    start = undefined;
    ask(dragged ? [from, to] : undefined);
  });
  root.addEventListener("keydown", (event) => {
    const direction = {ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1}[event.key];
    if (event.key === "Escape") ask(undefined);
    else if (direction === undefined) return;
    else {
      const step = (direction * (high - low)) / bins;
      ask(
        event.shiftKey
          ? [from, Math.max(from, Math.min(high, to + step))]
          : [Math.max(low, Math.min(to, from + step)), to]
      );
    }
    event.preventDefault();
    event.stopPropagation();
  });
  draw();
  return root;
}
