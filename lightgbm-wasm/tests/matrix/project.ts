/** A folder that the package is installed into, and what is done there. */
export interface Project {
  /** The packages to install besides lightgbm-wasm, with their versions. */
  packages: Record<string, string>;
  /** The one of them whose version the table names; else it names the version of Node or Chromium. */
  tool?: string;
  files: Record<string, string>;
  uses: readonly Use[];
  /** What runs the programs instead of this Node; where the registry has none for this system, the uses are skipped. */
  runtime?: Command;
  /** Takes seconds and no other packages than the repository's: npm test runs it. */
  quick?: boolean;
}

/** A way of using the package: commands that must succeed, and then a program, a page, or neither. */
export interface Use {
  /** A row of the README's table, which projects of several versions share. */
  name: string;
  commands?: readonly Command[];
  /** The folder that gets a copy of LightGBM's modules before. */
  copyModules?: string;
  /** A program that prints "ok" in the end. */
  run?: string;
  /** The folder to serve; the page in it gets the title "ok". */
  page?: string;
  /** The package comes from another origin than the page: in main.js, OTHER is its address. */
  crossOrigin?: boolean;
  /** A development server for the page, told its port. */
  develop?: (port: number) => Command;
}

/** A script's path in node_modules, and its arguments. */
export type Command = readonly [script: string, ...args: string[]];

interface ProgramOptions {
  /** Imports and other statements that make `loadLightGBM`, `loadScorer`, `one` and `several`. */
  load: string;
  /** Whether it trains with two threads, too, and compares the trees. */
  threads?: boolean;
  /** What is done with `result`, a promise of "ok" or of what went wrong. */
  report: string;
}

/** Trains and scores, with one thread and with two. */
export const program = ({load, threads = true, report}: ProgramOptions): string => `${load}
const columns = [Float64Array.from({length: 400}, (_, i) => (i * 7) % 101), Float64Array.from({length: 400}, (_, i) => (i * 11) % 103)];
const label = columns[0].map((x, i) => Number(x + columns[1][i] > 100));
async function train(threads) {
  const lightgbm = await loadLightGBM(threads > 1 ? several : one, {threads});
  const params = {objective: "binary", num_iterations: 3, min_data_in_leaf: 5};
  const booster = await lightgbm.train(params, lightgbm.dataset({columns, label, params}));
  const trained = {text: booster.toString(), scores: booster.predict({columns})};
  lightgbm.free();
  return trained;
}
async function tryAll() {
  const {text, scores} = await train(1);
  const scorer = await loadScorer(text);
  if (scorer.predict({columns}).join() !== scores.join()) return "other scores";
  ${threads ? 'if ((await train(2)).text !== text) return "other trees";' : ""}
  return text.includes("end of trees") ? "ok" : "no model";
}
const result = tryAll().catch(String);
${report}
`;

const beside = "const one = undefined, several = undefined;";

/** The package's own idea of where its modules are. */
export const fromPackage = `import {loadLightGBM} from "lightgbm-wasm";
import {loadScorer} from "lightgbm-wasm/scorer";
${beside}`;

/** As `fromPackage`, where nothing resolves a package's name: `root` is the folder that has node_modules. */
export const fromFiles = (root: string): string => `import {loadLightGBM} from "${root}lightgbm-wasm/src/index.js";
import {loadScorer} from "${root}lightgbm-wasm/src/scorer/index.js";
${beside}`;

export const required = `const {loadLightGBM} = require("lightgbm-wasm");
const {loadScorer} = require("lightgbm-wasm/scorer");
${beside}`;

/** Modules given by their address: an expression of their name. */
export const given = (address: (name: string) => string): string => `import {loadLightGBM} from "lightgbm-wasm";
import {loadScorer} from "lightgbm-wasm/scorer";
const one = ${address("lightgbm.wasm")}, several = ${address("lightgbm-threads.wasm")};`;

export const inPage = given((name) => `new URL("${name}", document.baseURI)`);
export const print = "result.then((text) => console.log(text));";
export const show = "result.then((text) => { document.title = text; });";

export const page = (script: string): string =>
  `<!doctype html><title></title><script type="module" src="${script}"></script>`;
