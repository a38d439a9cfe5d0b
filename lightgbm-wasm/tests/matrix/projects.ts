/** How a project uses the package, and what to expect of it. */
export interface Project {
  name: string;
  /** The packages to install besides lightgbm-wasm, with their versions. */
  packages: Record<string, string>;
  files: Record<string, string>;
  /** Commands to build with, in the project's folder. */
  build?: string[][];
  /** A command that prints "ok"; else a page to open. */
  run?: string[];
  /** The folder to serve, `page.html` in it; or a development server, told its port. */
  serve?: string;
  develop?: (port: number) => string[];
  /** The page is served from one origin and the package from another. */
  crossOrigin?: boolean;
}

/** Trains, predicts with one thread and, where `threads` says so, with two, and ends with "ok" or the error. */
const program = (load: string, options = "", threads = true): string => `
${load}
const columns = [Float64Array.from({length: 400}, (_, i) => (i * 7) % 101), Float64Array.from({length: 400}, (_, i) => (i * 11) % 103)];
const label = columns[0].map((x, i) => Number(x + columns[1][i] > 100));
async function train(threads) {
  const lightgbm = await loadLightGBM(threads > 1 ? several : one, {threads${options}});
  const params = {objective: "binary", num_iterations: 3, min_data_in_leaf: 5};
  const booster = await lightgbm.train(params, lightgbm.dataset({columns, label, params}));
  const text = booster.toString();
  lightgbm.free();
  return text;
}
const result = (async () => {
  const text = await train(1);
  if (!text.includes("end of trees")) return "no model";
  return ${threads ? '(await train(2)) === text ? "ok" : "other trees"' : '"ok"'};
})().catch((error) => String(error));
`;

const fromPackage = 'import {loadLightGBM} from "lightgbm-wasm";\nconst one = undefined, several = undefined;';
const copied = `import {loadLightGBM} from "lightgbm-wasm";
const one = new URL("lightgbm.wasm", document.baseURI), several = new URL("lightgbm-threads.wasm", document.baseURI);`;
const print = "result.then((text) => console.log(text));";
const show = "result.then((text) => { document.title = text; });";
const page = (script: string): string =>
  `<!doctype html><title></title><script type="module" src="${script}"></script>`;
const copyModules = (folder: string): string[] => [
  "node",
  "-e",
  `const fs = require("node:fs"); for (const name of ["lightgbm.wasm", "lightgbm-threads.wasm"])
    fs.copyFileSync("node_modules/lightgbm-wasm/dist/" + name, "${folder}/" + name);`
];

const vite = (version: string): Project[] => {
  const files = {
    "index.html": page("/main.js"),
    "main.js": program(fromPackage) + show,
    "vite.config.js": `export default {
      optimizeDeps: {exclude: ["lightgbm-wasm"]},
      server: {headers: {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"}},
      worker: {format: "es"}, build: {target: "esnext"}
    };`
  };
  return [
    {
      name: `Vite ${version}, build`,
      packages: {vite: version},
      files,
      build: [["npx", "vite", "build"]],
      serve: "dist"
    },
    {
      name: `Vite ${version}, development`,
      packages: {vite: version},
      files,
      develop: (port) => ["npx", "vite", "--port", String(port), "--strictPort", "--host", "127.0.0.1"]
    }
  ];
};

export const projects: readonly Project[] = [
  {name: "Node, import", packages: {}, files: {"main.mjs": program(fromPackage) + print}, run: ["node", "main.mjs"]},
  {
    name: "Node, require",
    packages: {},
    files: {
      "main.cjs":
        program('const {loadLightGBM} = require("lightgbm-wasm"); const one = undefined, several = undefined;') + print
    },
    run: ["node", "main.cjs"]
  },
  {
    name: "esbuild, CommonJS for Node",
    packages: {esbuild: "0.28.1"},
    files: {
      "main.js":
        program(`import {loadLightGBM} from "lightgbm-wasm";
const one = "node_modules/lightgbm-wasm/dist/lightgbm.wasm", several = "node_modules/lightgbm-wasm/dist/lightgbm-threads.wasm";`) +
        print
    },
    build: [["npx", "esbuild", "main.js", "--bundle", "--format=cjs", "--platform=node", "--outfile=out.cjs"]],
    run: ["node", "out.cjs"]
  },
  {
    name: "esbuild, pages",
    packages: {esbuild: "0.28.1"},
    files: {"main.js": program(copied) + show, "dist/index.html": page("bundle.js")},
    build: [
      ["npx", "esbuild", "main.js", "--bundle", "--format=esm", "--minify", "--outfile=dist/bundle.js"],
      copyModules("dist")
    ],
    serve: "dist"
  },
  {
    name: "Rollup",
    packages: {rollup: "4.67.4", "@rollup/plugin-node-resolve": "16.0.3"},
    files: {"main.js": program(copied) + show, "dist/index.html": page("bundle.js")},
    build: [
      ["npx", "rollup", "main.js", "-p", "node-resolve", "-f", "es", "-o", "dist/bundle.js"],
      copyModules("dist")
    ],
    serve: "dist"
  },
  ...["5", "6", "7", "8"].flatMap(vite),
  {
    name: "webpack 5",
    packages: {webpack: "5", "webpack-cli": "6"},
    files: {"src/index.js": program(fromPackage) + show, "dist/index.html": page("main.js")},
    build: [["npx", "webpack", "--mode", "production"]],
    serve: "dist"
  },
  {
    name: "Parcel 2",
    packages: {parcel: "2"},
    files: {"index.html": page("main.js"), "main.js": program(fromPackage) + show},
    build: [["npx", "parcel", "build", "index.html", "--no-source-maps"]],
    serve: "dist"
  },
  {
    name: "plain modules",
    packages: {},
    files: {
      "index.html": page("main.js"),
      "main.js": program(fromPackage.replace('"lightgbm-wasm"', '"./node_modules/lightgbm-wasm/src/index.js"')) + show
    },
    serve: "."
  },
  {
    name: "from another origin",
    packages: {},
    files: {
      "index.html": page("main.js"),
      "main.js":
        program(fromPackage.replace('"lightgbm-wasm"', '"OTHER/node_modules/lightgbm-wasm/src/index.js"')) + show
    },
    serve: ".",
    crossOrigin: true
  }
];
