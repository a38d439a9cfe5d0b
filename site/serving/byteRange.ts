const single = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i;

/**
 * The one range of a file that a Range header asks for, by RFC 9110 (14.1.2): `bytes=0-99`, `bytes=100-`, `bytes=-500`.
 * @param size of the file, in bytes
 * @returns the first and the last byte; `unsatisfiable` where the file has none of them; undefined where the header is
 * ignored and the whole file is the answer: another unit, several ranges, one that ends before it begins, or no range
 */
export function byteRange(header: string, size: number): {first: number; last: number} | "unsatisfiable" | undefined {
  const [matched, from = "", to = ""] = single.exec(header) ?? [];
  if (matched === undefined || (from === "" && to === "")) return undefined;
  if (from === "") {
    const length = Math.min(Number(to), size);
    return length > 0 ? {first: size - length, last: size - 1} : "unsatisfiable";
  }
  const first = Number(from);
  if (to !== "" && Number(to) < first) return undefined;
  return first < size ? {first, last: to === "" ? size - 1 : Math.min(Number(to), size - 1)} : "unsatisfiable";
}
