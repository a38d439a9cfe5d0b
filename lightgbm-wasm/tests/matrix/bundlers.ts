import {fromPackage, given, inPage, type Project, page, print, program, show} from "./project.js";

const esbuild = ["esbuild/bin/esbuild", "main.js", "--bundle", "--platform=node"] as const;
const inNode = given((name) => `"node_modules/lightgbm-wasm/dist/${name}"`);

const vite = (version: string): Project => ({
  packages: {vite: version},
  tool: "vite",
  files: {
    "index.html": page("/main.js"),
    "main.js": program({load: fromPackage, report: show}),
    "vite.config.js": `export default {
      optimizeDeps: {exclude: ["lightgbm-wasm"]},
      server: {headers: {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"}},
      worker: {format: "es"}, build: {target: "esnext"}
    };`
  },
  uses: [
    {name: "Vite, build", commands: [["vite/bin/vite.js", "build"]], page: "dist"},
    {
      name: "Vite, development",
      develop: (port) => ["vite/bin/vite.js", "--port", String(port), "--strictPort", "--host", "127.0.0.1"]
    }
  ]
});

export const bundlers: readonly Project[] = [
  {
    packages: {esbuild: "0.28.1"},
    tool: "esbuild",
    quick: true,
    files: {"main.js": program({load: inNode, report: print})},
    uses: [
      {
        name: "esbuild for Node, modules",
        commands: [[...esbuild, "--format=esm", "--outfile=out.mjs"]],
        run: "out.mjs"
      },
      {
        name: "esbuild for Node, CommonJS",
        commands: [[...esbuild, "--format=cjs", "--outfile=out.cjs"]],
        run: "out.cjs"
      }
    ]
  },
  {
    packages: {esbuild: "0.28.1"},
    tool: "esbuild",
    files: {"main.js": program({load: inPage, report: show}), "dist/index.html": page("bundle.js")},
    uses: [
      {
        name: "esbuild, modules copied",
        commands: [
          ["esbuild/bin/esbuild", "main.js", "--bundle", "--format=esm", "--minify", "--outfile=dist/bundle.js"]
        ],
        copyModules: "dist",
        page: "dist"
      }
    ]
  },
  {
    packages: {rollup: "4.67.4", "@rollup/plugin-node-resolve": "16.0.3"},
    tool: "rollup",
    files: {"main.js": program({load: inPage, report: show}), "dist/index.html": page("bundle.js")},
    uses: [
      {
        name: "Rollup, modules copied",
        commands: [["rollup/dist/bin/rollup", "main.js", "-p", "node-resolve", "-f", "es", "-o", "dist/bundle.js"]],
        copyModules: "dist",
        page: "dist"
      }
    ]
  },
  ...["5", "6", "7", "8"].map(vite),
  {
    packages: {webpack: "5", "webpack-cli": "6"},
    tool: "webpack",
    files: {
      "src/index.js": program({load: fromPackage, report: show}),
      "dist/index.html": page("main.js")
    },
    uses: [{name: "webpack", commands: [["webpack/bin/webpack.js", "--mode", "production"]], page: "dist"}]
  },
  {
    packages: {parcel: "2"},
    tool: "parcel",
    files: {"index.html": page("main.js"), "main.js": program({load: fromPackage, report: show})},
    uses: [{name: "Parcel", commands: [["parcel/lib/bin.js", "build", "index.html", "--no-source-maps"]], page: "dist"}]
  },
  {
    packages: {"@observablehq/framework": "1.13.4"},
    tool: "@observablehq/framework",
    files: {
      "observablehq.config.js": 'export default {root: "src", output: "dist", search: false};',
      "src/index.md": `\`\`\`js
${program({
  load: given((name) => `FileAttachment("${name}").href`),
  report: show
})}
\`\`\``
    },
    uses: [
      {
        name: "Observable Framework",
        copyModules: "src",
        commands: [["@observablehq/framework/dist/bin/observable.js", "build"]],
        page: "dist"
      }
    ]
  }
];
