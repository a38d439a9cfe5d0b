import {readFile} from "node:fs/promises";

/** The code below a heading of the README, importing the package from `location`: a path or an address. */
export async function readmeExample(heading: string, location: string): Promise<string> {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const [, section] = readme.split(`\n## ${heading}\n`);
  const code = section?.split("\n## ")[0].match(/```js\n(.*?)```/s)?.[1];
  if (code === undefined) throw new Error(`The README has no example under "${heading}".`);
  return code.replace('"lightgbm-wasm"', JSON.stringify(location));
}

/** Node 20 does not know `using` yet; the package itself does not need it. */
export function withoutUsing(code: string): string {
  return code.replaceAll(/^using /gm, "const ");
}
