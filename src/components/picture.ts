import {svg} from "htl";

export interface PictureOptions {
  title: string;
  caption?: string;
}

const padding = 20;
const titleSize = 16;
const captionSize = 12.5;
const lineHeight = 1.35;

/**
 * What an element on the page shows, as one SVG that stands alone: its charts and the words between them where they are
 * now, in the colours and the font that they have now, under the title and the caption.
 */
export function pictureOf(content: Element, {title, caption = ""}: PictureOptions): SVGSVGElement {
  const {left, top, width, height} = content.getBoundingClientRect();
  const page = getComputedStyle(content);
  const heading = wrap(title, {width, weight: 600, size: titleSize, family: page.fontFamily});
  const lines = wrap(caption, {width, weight: 400, size: captionSize, family: page.fontFamily});
  const captionTop = padding + heading.length * titleSize * lineHeight + 4;
  const contentTop = captionTop + lines.length * captionSize * lineHeight + 12;
  const muted = getComputedStyle(document.documentElement).getPropertyValue("--theme-foreground-muted");
  const shift = (rect: DOMRect) => ({x: rect.left - left + padding, y: rect.top - top + contentTop});
  return svg`<svg xmlns="http://www.w3.org/2000/svg" width=${width + 2 * padding} height=${contentTop + height + padding}
    viewBox=${`0 0 ${width + 2 * padding} ${contentTop + height + padding}`} font-family=${page.fontFamily} fill=${page.color}>
    <rect width="100%" height="100%" fill=${getComputedStyle(document.body).backgroundColor}></rect>
    ${heading.map((line, i) => svg`<text x=${padding} y=${padding + (i + 0.8) * titleSize * lineHeight} font-size=${titleSize} font-weight="600">${line}</text>`)}
    ${lines.map((line, i) => svg`<text x=${padding} y=${captionTop + (i + 0.8) * captionSize * lineHeight} font-size=${captionSize} fill=${muted}>${line}</text>`)}
    ${chartsIn(content).map((chart) => standAlone(chart, shift(chart.getBoundingClientRect())))}
    ${wordsIn(content).map(({text, rect, style}) => {
      const {x, y} = shift(rect);
      return svg`<text x=${x} y=${y + rect.height * 0.77} font-size=${style.fontSize} font-weight=${style.fontWeight} fill=${style.color}>${text}</text>`;
    })}
  </svg>`;
}

/** A picture as a PNG, with this many pixels to one of the page's. */
export async function drawPicture(picture: SVGSVGElement, scale = 2): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(writePicture(picture))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = scale * picture.width.baseVal.value;
  canvas.height = scale * picture.height.baseVal.value;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The picture is too large to be drawn."))))
  );
}

export const writePicture = (picture: SVGSVGElement): string => new XMLSerializer().serializeToString(picture);

/** The charts of an element, as far as they show; those of a table's cells are the table's. */
export function chartsIn(content: Element): SVGSVGElement[] {
  return [...content.querySelectorAll<SVGSVGElement>("svg")].filter(
    (chart) => !chart.parentElement?.closest("svg, table, button") && chart.getBoundingClientRect().width > 0
  );
}

/** Passed on from an element to its children, unless they say otherwise. */
const inherited = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-opacity",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "paint-order",
  "font-family",
  "font-size",
  "font-weight",
  "font-variant-numeric",
  "text-anchor",
  "visibility"
];
const own = {opacity: "1", "stop-color": "rgb(0, 0, 0)", "stop-opacity": "1"};

/** A copy of a chart that needs no style sheet. */
function standAlone(chart: SVGSVGElement, {x, y}: {x: number; y: number}): SVGSVGElement {
  const {width, height} = chart.getBoundingClientRect();
  const copy = chart.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) throw new Error("A chart's copy is a chart.");
  const copies = [copy, ...copy.querySelectorAll("*")];
  for (const [i, element] of [chart, ...chart.querySelectorAll("*")].entries()) {
    const style = getComputedStyle(element);
    if (element.localName === "style" || style.display === "none") copies[i]?.remove();
    else
      fixStyle(copies[i], style, i > 0 && element.parentElement ? getComputedStyle(element.parentElement) : undefined);
  }
  for (const [name, value] of Object.entries({x, y, width, height, overflow: "visible"}))
    copy.setAttribute(name, String(value));
  return copy;
}

function fixStyle(copy: Element, style: CSSStyleDeclaration, parent: CSSStyleDeclaration | undefined): void {
  for (const name of ["class", "style", "tabindex", ...inherited]) copy.removeAttribute(name);
  for (const name of inherited) {
    const value = style.getPropertyValue(name);
    if (value !== parent?.getPropertyValue(name)) copy.setAttribute(name, value);
  }
  for (const [name, initial] of Object.entries(own)) {
    const value = style.getPropertyValue(name);
    if (value !== initial) copy.setAttribute(name, value);
  }
}

interface Word {
  text: string;
  rect: DOMRect;
  style: CSSStyleDeclaration;
}

/** The words outside the charts, such as a legend's. */
function wordsIn(content: Element): Word[] {
  const words: Word[] = [];
  const walker = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!element || element.closest("svg, style, script, button, select, .visually-hidden")) continue;
    for (const {0: text, index} of (node.textContent ?? "").matchAll(/\S+/g)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + text.length);
      const rect = range.getBoundingClientRect();
      if (rect.width > 0) words.push({text, rect, style: getComputedStyle(element)});
    }
  }
  return words;
}

function wrap(
  text: string,
  {width, weight, size, family}: {width: number; weight: number; size: number; family: string}
): string[] {
  const context = document.createElement("canvas").getContext("2d");
  if (context) context.font = `${weight} ${size}px ${family}`;
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter((each) => each !== "")) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && (context?.measureText(longer).width ?? 0) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
