import {expected, type Read, readAnyText, readField, readList, readOptional, readText} from "../json.js";

/** Texts of which many are the same: each once, and by run which of them; −1 for none. Without codes all are the first. */
export interface CodedColumn {
  values: string[];
  codes?: number[];
}

export function encodeColumn(texts: readonly (string | undefined)[]): CodedColumn {
  const known = new Map<string, number>();
  const codes = texts.map((text) => {
    if (text === undefined) return -1;
    const code = known.get(text) ?? known.size;
    known.set(text, code);
    return code;
  });
  return {values: [...known.keys()], ...(codes.some((code) => code !== 0) && {codes})};
}

/** A coded column of so many runs; undefined for a run that has none. */
export function readOptionalTexts(count: number): Read<(string | undefined)[]> {
  return (json) => {
    const values = readField(json, "values", readList(readAnyText));
    const codes = readField(json, "codes", readOptional(readExactly(count, readCode(values.length))));
    return codes?.map((code) => values[code]) ?? Array<string | undefined>(count).fill(values[0]);
  };
}

/** A coded column of which every run has a text. */
export function readTexts<T extends string = string>(count: number, read: Read<T>): Read<T[]>;
export function readTexts(count: number): Read<string[]>;
export function readTexts(count: number, read: Read<string> = readText): Read<string[]> {
  return (json) => readOptionalTexts(count)(json).map((value) => read({...json, value}));
}

const readCode =
  (values: number): Read<number> =>
  (json) =>
    json.value === -1 ||
    (typeof json.value === "number" && Number.isInteger(json.value) && json.value >= 0 && json.value < values)
      ? json.value
      : expected(`a whole number from -1 to ${values - 1}`, json);

/** A list of so many entries. */
export function readExactly<T>(count: number, read: Read<T>): Read<T[]> {
  return (json) => {
    const values = readList(read)(json);
    return values.length === count ? values : expected(`a list of ${count}`, json);
  };
}

export function readNullable<T>(read: Read<T>): Read<T | null> {
  return (json) => (json.value === null ? null : read(json));
}

/** Columns that have names of their own, such as those of parameters. */
export function readNamed<T>(read: Read<T>): Read<{name: string; values: T}> {
  return (json) => ({name: readField(json, "name", readAnyText), values: read(json)});
}
