/** Texts in two pieces of memory, which go from thread to thread at once however many there are. */
export interface PackedIds {
  /** One behind the other, in UTF-8. */
  text: Uint8Array<ArrayBuffer>;
  /** Where each ends in the text, in JavaScript's units. */
  ends: Uint32Array<ArrayBuffer>;
}

const decoder = new TextDecoder("utf-8", {ignoreBOM: true});

export function packIds(ids: readonly string[]): PackedIds {
  const ends = new Uint32Array(ids.length);
  let end = 0;
  for (const [row, id] of ids.entries()) {
    end += id.length;
    ends[row] = end;
  }
  return {text: new TextEncoder().encode(ids.join("")), ends};
}

export function unpackIds({text, ends}: PackedIds): string[] {
  const all = decoder.decode(text);
  return Array.from(ends, (end, row) => all.slice(row === 0 ? 0 : ends[row - 1], end));
}
