import {html} from "htl";
import {pairIndex} from "../../lib/statistics/correlationMatrix.js";
import {formatDelta} from "../format.js";

export interface CorrelationCanvasOptions {
  width?: number;
  /** Features by position, as they are drawn. */
  order: readonly number[];
  names: readonly string[];
  /** The coefficient that has the full colour. */
  full?: number;
}

/** What the 16-bit numbers of the file are multiples of, and what stands for no coefficient. */
const [unit, none] = [1 / 32767, -32768];

/** All coefficients as a square of colours, blue for positive and red for negative ones; the pointer reads one off. */
export function CorrelationCanvas(
  coefficients: Int16Array,
  {width = 640, order, names, full = 0.2}: CorrelationCanvasOptions
): HTMLElement {
  const count = order.length;
  const size = Math.min(width, 720);
  const canvas = html<HTMLCanvasElement>`<canvas width=${count} height=${count} role="img" aria-label=${`Correlations of ${count} features`} style=${`width:${size}px;height:${size}px;image-rendering:pixelated;max-width:100%`}></canvas>`;
  const context = canvas.getContext("2d");
  if (context) {
    const image = context.createImageData(count, count);
    for (let row = 0; row < count; ++row) {
      for (let column = 0; column < count; ++column) {
        const value = row === column ? 32767 : (coefficients[pairIndex(order[row], order[column], count)] ?? none);
        const strength = value === none ? 0 : Math.min(1, Math.abs(value * unit) / full);
        const [red, green, blue] = value < 0 ? [200, 60, 45] : [52, 87, 184];
        image.data.set([red, green, blue, Math.round(255 * strength)], 4 * (row * count + column));
      }
    }
    context.putImageData(image, 0, 0);
  }
  const output = html<HTMLOutputElement>`<output class="caption">Point at a pair to read it.</output>`;
  canvas.onpointermove = (event) => {
    const box = canvas.getBoundingClientRect();
    const at = (position: number, extent: number) =>
      order[Math.min(count - 1, Math.floor((position / extent) * count))];
    const [a, b] = [at(event.clientX - box.left, box.width), at(event.clientY - box.top, box.height)];
    if (a === undefined || b === undefined) return;
    const value = a === b ? 32767 : coefficients[pairIndex(a, b, count)];
    output.textContent =
      value === none
        ? `${names[a]} and ${names[b]}: none`
        : `${names[a]} and ${names[b]}: r = ${formatDelta(value * unit, 3)}`;
  };
  return html`<div class="correlations">${canvas}${output}</div>`;
}

/** The features with the largest coefficients beside one, as a list. */
export function StrongestCorrelations(
  coefficients: Int16Array,
  {name, names, shown = 5}: {name: string; names: readonly string[]; shown?: number}
): HTMLElement {
  const own = names.indexOf(name);
  const others = names.flatMap((other, index) => {
    const value = index === own ? none : coefficients[pairIndex(own, index, names.length)];
    return value === none ? [] : [{other, coefficient: value * unit}];
  });
  const strongest = others.sort((a, b) => Math.abs(b.coefficient) - Math.abs(a.coefficient)).slice(0, shown);
  if (strongest.length === 0) return html`<p>${name} is correlated with no feature: it is constant, or alone.</p>`;
  return html`<p>Strongest correlations: ${strongest.map(({other, coefficient}) => `${other} ${formatDelta(coefficient, 3)}`).join(", ")}.</p>`;
}

/** A button that gives way to what takes a moment to load, or to the reason why it cannot be. */
export function OnDemand(label: string, load: () => Promise<Node>): HTMLElement {
  const button = html<HTMLButtonElement>`<button type="button">${label}</button>`;
  const root = html`<div>${button}</div>`;
  button.onclick = async () => {
    button.disabled = true;
    try {
      root.replaceChildren(await load());
    } catch {
      button.disabled = false;
      root.replaceChildren(button, html`<p role="alert">That could not be loaded; try again.</p>`);
    }
  };
  return root;
}
