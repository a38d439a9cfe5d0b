import {EncodingReader} from "../../src/lib/csv/encoding.js";
import {UserError} from "../../src/lib/errors.js";
import {parseJson} from "../../src/lib/json.js";

/**
 * Parses a body of JSON by the rules of a CSV file: its encoding is found in the same way, a number beyond the range of
 * doubles is infinite, and a duplicate name in one object is a mistake.
 * @throws {UserError} `json-broken`, `json-duplicate-key`
 */
export function parseJsonBody(bytes: Uint8Array): unknown {
  if (bytes.length === 0) throw new UserError("json-broken", "The body is empty, not JSON.");
  const encoding = new EncodingReader();
  const text = encoding.decode(encoding.toUtf8(bytes, true)).replace(/^\ufeff/, "");
  const value = parseJson(text);
  if (value === undefined) throw new UserError("json-broken", "The body is not valid JSON.");
  if (countNames(value) < (text.match(names)?.length ?? 0)) refuseDuplicate(text);
  return value;
}

const names = /"(?:[^"\\]|\\.)*"\s*:/g;
const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/** Without recursion: a body may be nested as deeply as it is long. */
function countNames(value: unknown): number {
  const waiting = [value];
  let count = 0;
  for (let next = waiting.pop(); waiting.length > 0 || next !== undefined; next = waiting.pop()) {
    if (typeof next !== "object" || next === null) continue;
    const entries: unknown[] = Object.values(next);
    if (!Array.isArray(next)) count += entries.length;
    for (const entry of entries) if (typeof entry === "object" && entry !== null) waiting.push(entry);
  }
  return count;
}

/** JSON.parse keeps the last of two, so the text itself is searched. @throws {UserError} `json-duplicate-key` */
function refuseDuplicate(text: string): void {
  const open: (Set<string> | undefined)[] = [];
  let last = "";
  let row = 1;
  for (const [token] of text.matchAll(tokens)) {
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(undefined);
    else if (token === "}" || token === "]") open.pop();
    else if (token === "," && open.length === 1 && open[0] === undefined) row++;
    else if (token === ":") {
      const name = String(parseJson(last));
      const known = open.at(-1);
      if (known?.has(name))
        throw new UserError("json-duplicate-key", `Row ${row} has \`${name}\` twice.`, {row, column: name});
      known?.add(name);
    }
    last = token;
  }
}
