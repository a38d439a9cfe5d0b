import {fromPackage, type Project, print, program, required, type Use} from "./project.js";

const files = {
  "main.mjs": program({load: fromPackage, report: print}),
  "main.cjs": program({load: required, report: print})
};

/** Names of systems as the packages have them that carry programs. */
const system = `${process.platform}-${process.arch}`;
const bun = `@oven/bun-${system.replace("arm64", "aarch64")}`;
const deno = `@deno/${system}${process.platform === "linux" ? "-glibc" : ""}`;

const uses = (name: string): Use[] => [
  {name: `${name}, \`import\``, run: "main.mjs"},
  {name: `${name}, \`require\``, run: "main.cjs"}
];

const node = (version: string): Project => ({
  packages: {[`node-${system}`]: version},
  tool: `node-${system}`,
  runtime: [`node-${system}/bin/node`],
  files,
  // The oldest cannot require() modules.
  uses: uses("Node").slice(0, version === "20.16.0" ? 1 : 2)
});

export const runtimes: readonly Project[] = [
  {packages: {}, quick: true, files, uses: uses("Node")},
  ...["20.16.0", "22", "24", "26"].map(node),
  {packages: {[bun]: "1.4.5"}, tool: bun, runtime: [`${bun}/bin/bun`], files, uses: uses("Bun")},
  {packages: {[deno]: "2.9.6"}, tool: deno, runtime: [`${deno}/deno`, "run", "-A"], files, uses: uses("Deno")}
];
