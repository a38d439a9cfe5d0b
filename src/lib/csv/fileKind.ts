/** What a file that is no text probably is, by its first bytes; undefined for text. */
export function describeBinary(bytes: Uint8Array): string | undefined {
  const known = signatures.find(({start}) => start.every((byte, index) => bytes[index] === byte));
  // Text has no zero bytes; a name such as PAR1 it may have.
  const isBinary = bytes.subarray(0, 1024).includes(0) || known === gzip;
  return isBinary ? (known?.name ?? "a binary file") : undefined;
}

const gzip = {name: "a gzip archive", start: [0x1f, 0x8b]};

/** How the message calls the file, and the bytes that it begins with. */
const signatures = [
  gzip,
  {name: "a zip archive or an Excel workbook", start: [0x50, 0x4b, 0x03, 0x04]},
  {name: "a Parquet file", start: [0x50, 0x41, 0x52, 0x31]},
  {name: "an Arrow file", start: [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31]},
  {name: "text in UTF-16; save it as UTF-8", start: [0xff, 0xfe]},
  {name: "text in UTF-16; save it as UTF-8", start: [0xfe, 0xff]}
];
