import {UserError} from "../../../src/lib/errors.js";

/** A file of an archive; a folder's path ends with `/`, and it has no content. */
export interface TarEntry {
  path: string;
  content: Uint8Array;
}

const blockSize = 512;

/** Where POSIX's ustar format has what in a header: offset and length. */
const fields = {
  name: [0, 100],
  mode: [100, 8],
  owner: [108, 8],
  group: [116, 8],
  size: [124, 12],
  modified: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  magic: [257, 8],
  prefix: [345, 155]
} as const;

type Field = keyof typeof fields;

/** Entries as a tar archive, which every tar reads; without owners and times, so that it says nothing else. */
export function formatTar(entries: readonly TarEntry[]): Uint8Array {
  const blocks = entries.flatMap(({path, content}) => [
    formatHeader(path, content.length),
    content,
    new Uint8Array(padding(content.length))
  ]);
  const archive = new Uint8Array(blocks.reduce((size, block) => size + block.length, 2 * blockSize));
  let offset = 0;
  for (const block of blocks) {
    archive.set(block, offset);
    offset += block.length;
  }
  return archive;
}

/** @throws UserError damaged-archive for what is cut short, changed, or no tar archive */
export function readTar(bytes: Uint8Array): TarEntry[] {
  const entries: TarEntry[] = [];
  let offset = 0;
  for (;;) {
    const header = bytes.subarray(offset, offset + blockSize);
    if (header.length < blockSize) throw damaged("it is cut short");
    if (header.every((byte) => byte === 0)) return entries;
    const text = (field: Field) => readField(header, field);
    if (!text("magic").startsWith("ustar") || readNumber(text("checksum")) !== checksum(header))
      throw damaged(`what is at byte ${offset} is not an entry`);
    const prefix = text("prefix");
    const size = readNumber(text("size"));
    const start = offset + blockSize;
    offset = start + size + padding(size);
    if (offset > bytes.length) throw damaged("it is cut short");
    const path = prefix === "" ? text("name") : `${prefix}/${text("name")}`;
    entries.push({path, content: bytes.subarray(start, start + size)});
  }
}

function formatHeader(path: string, size: number): Uint8Array {
  const header = new Uint8Array(blockSize);
  const put = (field: Field, text: string) => header.set(new TextEncoder().encode(text), fields[field][0]);
  const {prefix, name} = splitPath(path);
  const isFolder = path.endsWith("/");
  put("name", name);
  put("mode", isFolder ? "0000755" : "0000644");
  put("owner", octal(0, 7));
  put("group", octal(0, 7));
  put("size", octal(size, 11));
  put("modified", octal(0, 11));
  put("type", isFolder ? "5" : "0");
  put("magic", "ustar\u000000");
  put("prefix", prefix);
  put("checksum", `${octal(checksum(header), 6)}\u0000 `);
  return header;
}

/** Names of more than a hundred bytes are cut at a `/`. */
function splitPath(path: string): {prefix: string; name: string} {
  const length = (text: string) => Buffer.byteLength(text);
  if (length(path) <= fields.name[1]) return {prefix: "", name: path};
  for (let cut = path.indexOf("/"); cut >= 0; cut = path.indexOf("/", cut + 1)) {
    const prefix = path.slice(0, cut);
    const name = path.slice(cut + 1);
    if (name !== "" && length(name) <= fields.name[1] && length(prefix) <= fields.prefix[1]) return {prefix, name};
  }
  throw new RangeError(`This path is too long for a tar archive: ${path}`);
}

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, "0");

function readNumber(text: string): number {
  if (/^ *[0-7]+ *$/.test(text)) return Number.parseInt(text, 8);
  throw damaged(`“${text}” is not a number`);
}

/** Up to the first zero. */
function readField(header: Uint8Array, field: Field): string {
  const [start, length] = fields[field];
  const bytes = header.subarray(start, start + length);
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}

/** The sum of a header's bytes, with blanks in place of the sum itself. */
function checksum(header: Uint8Array): number {
  const [start, length] = fields.checksum;
  return header.reduce((sum, byte, i) => sum + (i >= start && i < start + length ? 0x20 : byte), 0);
}

const padding = (size: number): number => -size & (blockSize - 1);

function damaged(what: string): UserError {
  return new UserError("damaged-archive", `The archive cannot be read: ${what}.`);
}
