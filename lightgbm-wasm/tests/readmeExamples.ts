import {readFile} from "node:fs/promises";

/**
 * The code below a heading of the README, importing the package from `location`: a path or an address.
 * @param number which of the heading's examples, from 0 on
 */
export async function readmeExample(heading: string, location: string, number = 0): Promise<string> {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const [, section] = readme.split(`\n## ${heading}\n`);
  const blocks = section?.split("\n## ")[0].matchAll(/```js\n(.*?)```/gs) ?? [];
  const code = Array.from(blocks, ([, block]) => block)[number];
  if (code === undefined) throw new Error(`The README has no example under "${heading}".`);
  const scorer = location.replace(/index\.js$/, "scorer/index.js");
  return code
    .replace('"lightgbm-wasm"', JSON.stringify(location))
    .replace('"lightgbm-wasm/scorer"', JSON.stringify(scorer));
}
