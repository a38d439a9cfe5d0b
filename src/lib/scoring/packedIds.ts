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

export function unpackIds(packed: PackedIds): string[] {
  const ids = new Array<string>(packed.ends.length);
  for (const _ of unpackInto(ids, packed));
  return ids;
}

/** The same with pauses, in which a page can do other things. */
export async function unpackInSteps(packed: PackedIds): Promise<string[]> {
  const ids = new Array<string>(packed.ends.length);
  for (const _ of unpackInto(ids, packed)) await new Promise((resolve) => setTimeout(resolve));
  return ids;
}

const idsTogether = 50_000;

/** Stops after every so many. */
function* unpackInto(ids: string[], {text, ends}: PackedIds): Generator<void> {
  const all = decoder.decode(text);
  let start = 0;
  for (let row = 0; row < ends.length; ++row) {
    ids[row] = all.slice(start, ends[row]);
    start = ends[row];
    if ((row + 1) % idsTogether === 0) yield;
  }
}
