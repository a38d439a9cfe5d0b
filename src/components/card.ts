import {html} from "htl";
import type {Absent} from "../lib/metrics/metricSpread.js";

export interface CardOptions {
  /** The finding, computed from the data. */
  title: string | Node;
  /** One line on how the chart was made: how binned, how sampled, what an interval is. */
  note?: string | Node;
}

/** A chart or table between its finding and a line on how it was made. */
export function Card(content: Node, {title, note}: CardOptions): HTMLElement {
  return html`<figure class="card">
    <h2>${title}</h2>
    ${content}
    ${note ? html`<figcaption>${note}</figcaption>` : null}
  </figure>`;
}

/** The card of something, or under this title the reason why there is no such thing. */
export function CardOrReason<T extends object>(
  title: string,
  value: T | Absent,
  card: (value: T) => HTMLElement
): HTMLElement {
  if (isAbsent(value)) return Card(html`<p class="empty">${value.reason}</p>`, {title});
  return card(value);
}

function isAbsent(value: object): value is Absent {
  return "reason" in value;
}

export interface Stat {
  label: string;
  value: string;
  detail?: string | Node;
}

/** The few numbers that answer the page's question. */
export function StatTiles(stats: Stat[]): HTMLElement {
  return html`<dl class="stats">${stats.map(
    ({label, value, detail}) =>
      html`<div><dt>${label}</dt><dd><strong>${value}</strong>${detail ? html`<span>${detail}</span>` : null}</dd></div>`
  )}</dl>`;
}
