import {isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, Scalar} from "yaml";
import {UserError} from "../../src/lib/errors.js";

/** A key of a map and what stands after it; a key that is no word has an empty name. */
export interface Entry {
  name: string;
  key: Node;
  value: Node;
}

/** A search space as YAML, which knows the line of everything in it. */
export class SpaceDocument {
  readonly root: Node;
  readonly #lines = new LineCounter();
  readonly #document: ReturnType<typeof parseDocument>;
  readonly #file: string | undefined;

  /** @throws UserError space-malformed for what is no YAML */
  constructor(text: string, file?: string) {
    this.#file = file;
    // Keys that are there twice are found below, which says which.
    this.#document = parseDocument(text, {lineCounter: this.#lines, logLevel: "error", uniqueKeys: false});
    const [fault] = [...this.#document.errors, ...this.#document.warnings];
    if (fault !== undefined) {
      const [reason = ""] = fault.message.split(/ at line \d/);
      this.#refuseLine(this.#lines.linePos(fault.pos[0]).line, `this is not valid YAML (${reason}).`);
    }
    const {contents} = this.#document;
    if (contents === null) this.#refuseLine(1, "it is empty.");
    this.root = contents;
  }

  /** The line of a node, from 1 on. */
  lineOf({range}: Node): number {
    return this.#lines.linePos(range?.[0] ?? 0).line;
  }

  /** @throws UserError with the line as row */
  refuse(node: Node, message: string, code = "space-malformed"): never {
    return this.#refuseLine(this.lineOf(node), message, code);
  }

  /** The entries of a map, or undefined for other nodes. @throws UserError for keys that are there twice */
  entries(node: Node): Entry[] | undefined {
    if (!isMap(node)) return undefined;
    const entries: Entry[] = [];
    for (const {key, value} of node.items) {
      const at = isNode(key) ? key : node;
      const name = isScalar(key) && key.value !== null ? String(key.value) : "";
      const before = entries.find((entry) => entry.name === name);
      if (before !== undefined)
        this.refuse(at, `${name || "a key"} is there twice, first in line ${this.lineOf(before.key)}.`);
      entries.push({name, key: at, value: this.#resolve(value, at)});
    }
    return entries;
  }

  /** The items of a list, or undefined for other nodes. */
  items(node: Node): Node[] | undefined {
    return isSeq(node) ? node.items.map((item) => this.#resolve(item, node)) : undefined;
  }

  /** What an alias stands for; where nothing stands, `at` with the value null. */
  #resolve(node: unknown, at: Node): Node {
    const resolved = isAlias(node) ? node.resolve(this.#document) : node;
    if (resolved === undefined && isAlias(node)) this.refuse(node, `nothing has the name &${node.source} before it.`);
    if (isNode(resolved)) return resolved;
    const empty = new Scalar(null);
    empty.range = at.range;
    return empty;
  }

  #refuseLine(row: number, message: string, code = "space-malformed"): never {
    throw new UserError(code, `Line ${row} of the search space: ${message}`, {file: this.#file, row});
  }
}

const isNode = (value: unknown): value is Node => isScalar(value) || isMap(value) || isSeq(value);
