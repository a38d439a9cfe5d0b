import {readFile} from "node:fs/promises";

/** Reads a fixture of one JSON object a line into a map, by the property that names each. */
export async function readLines<T>(file: string, nameOf: string): Promise<Map<string, T>> {
  const text = await readFile(new URL(`./fixtures/${file}`, import.meta.url), "utf8");
  return new Map(
    text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line))
      .map(({[nameOf]: name, ...rest}) => [name, rest])
  );
}
