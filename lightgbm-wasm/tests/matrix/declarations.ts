import type {Command, Project} from "./project.js";

/** What people write, with the types named that they name. */
const code = `import {compileTables, loadLightGBM, type Booster, type LightGBM, type Params} from "lightgbm-wasm";
import {contributions, loadScorer, type Scorer} from "lightgbm-wasm/scorer";

export async function train(params: Params, columns: Float64Array[], label: number[]): Promise<Booster> {
  const lightgbm: LightGBM = await loadLightGBM(undefined, {threads: 2});
  return lightgbm.train(params, lightgbm.dataset({columns, label, params}));
}

export async function score(booster: Booster, matrix: number[]): Promise<Float64Array> {
  const scorer: Scorer = await loadScorer(compileTables(booster.toString()));
  const rows = {matrix, columnCount: booster.featureCount};
  const [expected] = contributions(scorer, rows).slice(-1);
  return scorer.predict(rows, {kind: "raw"}).map((value) => value - expected);
}
`;

const strict = {strict: true, skipLibCheck: false, noEmit: true, target: "es2022"};
const inPages = {lib: ["es2022", "dom"], types: []};
const inNode = {lib: ["es2022"], types: ["node"], module: "nodenext"};

/** Every way in which a compiler finds declarations, and the compilers that have it. */
const configurations = {
  bundler: {options: {...inPages, module: "esnext", moduleResolution: "bundler"}, file: "use.ts", from: 5, to: 7},
  modules: {options: {...inPages, module: "nodenext"}, file: "use.mts", from: 5, to: 7},
  node: {options: inNode, file: "use.mts", from: 5, to: 7},
  // It knows that Node's require() takes modules.
  commonjs: {options: inNode, file: "use.cts", from: 5.8, to: 7},
  withoutExports: {options: {...inPages, module: "esnext", moduleResolution: "node"}, file: "use.ts", from: 5, to: 5.9}
};

const files = Object.fromEntries([
  ...["use.ts", "use.mts", "use.cts"].map((name) => [name, code]),
  ...Object.entries(configurations).map(([name, {options, file}]) => [
    `tsconfig.${name}.json`,
    JSON.stringify({compilerOptions: {...strict, ...options}, files: [file]})
  ])
]);

const typescript = (version: string): Project => ({
  packages: {typescript: version, "@types/node": "20.19.43"},
  tool: "typescript",
  files,
  quick: version === "7",
  uses: [
    {
      name: "TypeScript, strict, its libraries ES2022 and checked",
      commands: Object.entries(configurations)
        .filter(([, {from, to}]) => from <= Number(version) && Number(version) <= to)
        .map(([name]): Command => ["typescript/bin/tsc", "-p", `tsconfig.${name}.json`])
    }
  ]
});

export const declarations: readonly Project[] = [
  ...["5.2", "5.4", "5.9", "6", "7"].map(typescript),
  {
    packages: {publint: "0.3.25"},
    tool: "publint",
    files: {},
    quick: true,
    uses: [
      {name: "publint", commands: [["publint/src/cli.js", "node_modules/lightgbm-wasm", "--strict", "--pack=false"]]}
    ]
  },
  {
    packages: {"@arethetypeswrong/cli": "0.18.5"},
    tool: "@arethetypeswrong/cli",
    files: {},
    uses: [
      {
        // It does not know that Node's require() takes modules, as the rows above show.
        name: "attw, all rules but `cjs-resolves-to-esm`",
        commands: [
          ["@arethetypeswrong/cli/dist/index.js", "lightgbm-wasm.tgz", "--ignore-rules", "cjs-resolves-to-esm"]
        ]
      }
    ]
  }
];
