import {element} from "./element.js";

export interface VirtualRowsOptions<Item> {
  /** What scrolls; the body lies in it. */
  scroller: HTMLElement;
  body: HTMLTableSectionElement;
  keyOf: (item: Item) => string;
  /** Fills a row that is new or out of date. */
  fill: (row: HTMLTableRowElement, item: Item, index: number) => void;
}

/** Fewer rows are drawn all at once. */
const fewRows = 60;
/** Rows drawn beyond what is in sight, above and below. */
const margin = 8;
/** Rows that were drawn and are out of sight are kept up to this number. */
const mostKept = 400;

interface Drawn {
  element: HTMLTableRowElement;
  version: number;
}

/**
 * The rows of a long table, of which only those in sight exist. Rows keep their elements for as long as their keys
 * stay, so that sorting and filtering move them and change no focus.
 */
export class VirtualRows<Item> {
  #items: readonly Item[] = [];
  readonly #drawn = new Map<string, Drawn>();
  readonly #spacers: HTMLTableRowElement[] = [];
  #version = 0;
  #isPrinting = false;
  /** What was in sight when the reader last scrolled: asking again would have the page laid out in between. */
  #sight = {top: 0, height: 0};

  constructor(
    private readonly options: VirtualRowsOptions<Item>,
    /** Pixels of a row; all are the same. */
    private rowHeight: number
  ) {
    options.scroller.addEventListener("scroll", () => this.#look(), {passive: true});
    // Paper shows them all.
    addEventListener("beforeprint", () => this.#print(true));
    addEventListener("afterprint", () => this.#print(false));
  }

  #print(isPrinting: boolean): void {
    this.#isPrinting = isPrinting;
    if (this.options.body.isConnected) this.draw();
  }

  get items(): readonly Item[] {
    return this.#items;
  }

  keyOf(item: Item): string {
    return this.options.keyOf(item);
  }

  /** Shows other items, or the same in another order. */
  show(items: readonly Item[]): void {
    this.#items = items;
    this.draw();
  }

  /** What rows hold has changed: those in sight are filled anew, others when they come into sight. */
  invalidate(): void {
    ++this.#version;
  }

  /** Takes up another size of the scroller, and of the rows. */
  resize(rowHeight: number): void {
    this.rowHeight = rowHeight;
    this.#look();
  }

  #look(): void {
    const {scrollTop, clientHeight} = this.options.scroller;
    this.#sight = {top: scrollTop, height: clientHeight};
    this.draw();
  }

  elementOf(key: string): HTMLTableRowElement | undefined {
    const element = this.#drawn.get(key)?.element;
    return element?.isConnected ? element : undefined;
  }

  /** Indices of the rows to draw: those in sight, and the one that has the focus. */
  #indices(): number[] {
    const {body, keyOf} = this.options;
    const {top, height} = this.#sight;
    const {length} = this.#items;
    if (length <= fewRows || this.#isPrinting) return [...this.#items.keys()];
    const first = Math.max(0, Math.floor(top / this.rowHeight) - margin);
    const last = Math.min(length, Math.ceil((top + height) / this.rowHeight) + margin);
    const indices = Array.from({length: Math.max(0, last - first)}, (_, i) => first + i);
    const focused = document.activeElement?.closest("tr");
    if (focused && body.contains(focused)) {
      const index = this.#items.findIndex((item) => keyOf(item) === focused.dataset.key);
      if (index >= 0 && (index < first || index >= last)) indices.push(index);
    }
    return indices.sort((a, b) => a - b);
  }

  draw(): void {
    const {body} = this.options;
    const focused =
      document.activeElement instanceof HTMLElement && body.contains(document.activeElement)
        ? document.activeElement
        : undefined;
    const wanted: HTMLTableRowElement[] = [];
    let spacers = 0;
    const space = (rows: number) => {
      if (rows <= 0) return;
      this.#spacers[spacers] ??= element(
        "tr",
        {class: "spacer", role: "presentation"},
        element("td", {role: "presentation"})
      );
      const spacer = this.#spacers[spacers++];
      spacer.style.height = `${rows * this.rowHeight}px`;
      wanted.push(spacer);
    };
    let next = 0;
    for (const index of this.#indices()) {
      space(index - next);
      wanted.push(this.#rowAt(index));
      next = index + 1;
    }
    space(this.#items.length - next);
    place(body, wanted);
    if (focused && document.activeElement !== focused && focused.isConnected) focused.focus({preventScroll: true});
    this.#forget();
  }

  #rowAt(index: number): HTMLTableRowElement {
    const {keyOf, fill} = this.options;
    const item = this.#items[index];
    const key = keyOf(item);
    let drawn = this.#drawn.get(key);
    if (!drawn) {
      drawn = {element: element("tr", {role: "row", tabindex: -1, "data-key": key}), version: -1};
      this.#drawn.set(key, drawn);
    }
    if (drawn.version !== this.#version) {
      fill(drawn.element, item, index);
      drawn.version = this.#version;
    }
    drawn.element.ariaRowIndex = String(index + 2);
    return drawn.element;
  }

  #forget(): void {
    if (this.#drawn.size <= mostKept) return;
    for (const [key, {element}] of this.#drawn) if (!element.isConnected) this.#drawn.delete(key);
  }

  /** Scrolls as little as it takes to have a row in sight, clear of what is sticky above. */
  reveal(index: number, sticky: number): void {
    const {scroller} = this.options;
    const top = index * this.rowHeight;
    const {scrollTop, clientHeight} = scroller;
    if (top < scrollTop) scroller.scrollTop = top;
    else if (top + this.rowHeight + sticky > scrollTop + clientHeight)
      scroller.scrollTop = top + this.rowHeight + sticky - clientHeight;
    this.#look();
  }
}

/** Makes these the children, in this order, and moves none that is in its place. */
function place(parent: HTMLElement, wanted: readonly HTMLElement[]): void {
  const kept = new Set<Element>(wanted);
  for (const child of [...parent.children]) if (!kept.has(child)) child.remove();
  let at = parent.firstElementChild;
  for (const child of wanted) {
    if (child === at) at = at.nextElementSibling;
    else parent.insertBefore(child, at);
  }
}
