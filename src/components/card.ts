import {csvFormat} from "d3-dsv";
import {html} from "htl";
import type {Absent} from "../lib/metrics/metricSpread.js";
import {CopyButton} from "./clipboard.js";
import {chartsIn, drawPicture, pictureOf, writePicture} from "./picture.js";
import {Popover} from "./popover.js";
import {saveFile} from "./saveFile.js";

/** Rows of a table, as `CSV` saves them; a column for each name. */
export type CardData = ReadonlyArray<Readonly<Record<string, unknown>>>;

export interface CardOptions {
  /** The finding, computed from the data. */
  title: string | Node;
  /** Under the title: what is shown. */
  caption?: string | Node;
  /** Under the content: how it was made; how binned, how sampled, what an interval is. */
  note?: string | Node;
  /** What the chart shows, in numbers. */
  data?: CardData | (() => CardData);
  /** Of what is saved, without an ending; also the card's id, which a copied link leads to. */
  fileName?: string;
}

/**
 * A chart or table under its finding, with a menu: the chart as SVG and PNG, with title and caption in the picture, its
 * data as CSV, and a link to this view.
 */
export function Card(content: Node, {title, caption, note, data, fileName}: CardOptions): HTMLElement {
  const heading = html`<h2>${title}</h2>`;
  const words = caption ? html`<p class="card-caption">${caption}</p>` : null;
  const body = html`<div class="card-content">${content}</div>`;
  const name = () => fileName ?? slug(heading.textContent ?? "");
  const picture = () => pictureOf(body, {title: heading.textContent ?? "", caption: words?.textContent ?? ""});

  const items = (close: () => void) => {
    const item = (label: string, save: () => unknown) =>
      html`<button type="button" onclick=${() => {
        close();
        save();
      }}>${label}</button>`;
    const hasPicture = chartsIn(body).length > 0;
    return html`<div class="menu">
      ${hasPicture ? item("SVG", () => saveFile(`${name()}.svg`, new Blob([writePicture(picture())], {type: "image/svg+xml"}))) : null}
      ${hasPicture ? item("PNG", async () => saveFile(`${name()}.png`, await drawPicture(picture()))) : null}
      ${data ? item("CSV", () => saveFile(`${name()}.csv`, new Blob([writeRows(data)], {type: "text/csv"}))) : null}
      ${CopyButton(() => linkTo(fileName), {label: "Copy link", className: ""})}
    </div>`;
  };
  return html`<figure class="card" id=${fileName}>
    <header class="card-head">${heading}${Popover("⋯", items, {label: "Save or share", className: "card-menu"})}</header>
    ${words}
    ${body}
    ${note ? html`<figcaption>${note}</figcaption>` : null}
  </figure>`;
}

const writeRows = (data: NonNullable<CardOptions["data"]>): string =>
  `${csvFormat([...(typeof data === "function" ? data() : data)])}\n`;

const slug = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^(.{0,60})(-.*)?$/, "$1")
    .replace(/^-|-$/g, "") || "chart";

function linkTo(id: string | undefined): string {
  const url = new URL(location.href);
  url.hash = id ?? "";
  return url.href;
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
