import {init} from "es-module-lexer";
import {beforeAll, expect, it} from "vitest";
import {finishMarkup, readPageProgram} from "../../../site/output/pageProgram.js";

beforeAll(() => init);

/** In the form of Framework 1.13.4. */
const page = `<!DOCTYPE html>
<html>
<head>
<meta name="viewport" content="width=device-width, initial-scale=1, maximum-scale=1">
<link rel="stylesheet" type="text/css" href="./style.css">
<link rel="modulepreload" href="./client.js">
<link rel="modulepreload" href="./card.js">
<script type="module">

import {define} from "./client.js";

define({id: "1", outputs: ["Card","later"], body: async () => {
const {Card} = await import("./card.js");
const later = () => import("./chart.js");
return {Card,later};
}});

</script>
</head>
<body>
<script type="module" src="./bar.js"></script>
</body>
</html>
`;

it("collects what a page imports, and keeps apart what it loads later", () => {
  const {entry} = readPageProgram(page);
  expect(entry.split("\n").sort()).toEqual([
    expect.stringMatching(/^export \* as module\d from "\.\/card\.js";$/),
    expect.stringMatching(/^export const load\d = \(\) => import\("\.\/chart\.js"\);$/),
    'export {define} from "./client.js";',
    'import "./bar.js";'
  ]);
});

it("has the page take all of it from its bundle, which is preloaded before the style", () => {
  const html = readPageProgram(page).connect("./bundle.js", ["./shared.js"]);
  expect(html).not.toMatch(/client\.js|card\.js|chart\.js|bar\.js/);
  expect(html).toMatch(/const \{Card\} = await module\d;/);
  expect(html).toMatch(/const later = \(\) => load\d\(\);/);
  expect(html).toContain('import {define} from "./bundle.js";');
  const links = Array.from(html.matchAll(/<link rel="(\w+)"[^>]*href="([^"]+)"/g), ([, rel, href]) => [rel, href]);
  expect(links).toEqual([
    ["modulepreload", "./bundle.js"],
    ["modulepreload", "./shared.js"],
    ["stylesheet", "./style.css"]
  ]);
});

it("names the language, and lets readers zoom", () => {
  expect(finishMarkup(page)).toContain('<html lang="en">');
  expect(finishMarkup(page)).toContain('content="width=device-width, initial-scale=1"');
});
