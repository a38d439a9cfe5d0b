import {readFile} from "node:fs/promises";

/** The README's examples in JavaScript, by the heading that they are below. */
export async function readmeExamples(): Promise<Map<string, string[]>> {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const sections = readme.split("\n## ").slice(1);
  const examples = sections.map((section): [string, string[]] => [
    section.slice(0, section.indexOf("\n")),
    Array.from(section.matchAll(/```js\n(.*?)```/gs), ([, code]) => code)
  ]);
  return new Map(examples.filter(([, codes]) => codes.length > 0));
}

/**
 * An example below a heading of the README, the first by default.
 * @param location the path or address to import the package from; by default it is imported by its name, as it is typed
 */
export async function readmeExample(
  heading: string,
  {location, number = 0}: {location?: string; number?: number} = {}
): Promise<string> {
  const code = (await readmeExamples()).get(heading)?.[number];
  if (code === undefined) throw new Error(`The README has no example ${number} under "${heading}".`);
  if (location === undefined) return code;
  const scorer = location.replace(/index\.js$/, "scorer/index.js");
  return code
    .replace('"lightgbm-wasm"', JSON.stringify(location))
    .replace('"lightgbm-wasm/scorer"', JSON.stringify(scorer));
}
