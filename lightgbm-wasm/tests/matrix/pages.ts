import {fromFiles, given, type Project, page, program, show} from "./project.js";

/** A service worker has no threads: it says so, and else does all that a page does. */
const serviceWorker = (load: string): string =>
  program({
    load,
    threads: false,
    report: `const refused = loadLightGBM(several, {threads: 2}).then(() => "threads", ({name, message}) =>
  name === "LightGBMError" && message.includes("service worker") ? "ok" : message);
addEventListener("message", (event) => event.waitUntil(Promise.all([result, refused]).then((texts) =>
  event.source.postMessage(texts.find((text) => text !== "ok") ?? "ok"))));`
  });

const register = (options: string): string => `
navigator.serviceWorker.onmessage = ({data}) => { document.title = data; };
const {serviceWorker} = navigator;
serviceWorker.register("worker.js", ${options}).catch((error) => { document.title = String(error); });
serviceWorker.ready.then(({active}) => active.postMessage("start"));`;

export const pages: readonly Project[] = [
  {
    packages: {},
    files: {
      "index.html": page("main.js"),
      "main.js": program({load: fromFiles("./node_modules/"), report: show})
    },
    uses: [{name: "plain modules", page: "."}]
  },
  {
    packages: {},
    files: {
      "index.html": page("main.js"),
      "main.js": program({load: fromFiles("OTHER/node_modules/"), report: show})
    },
    uses: [{name: "plain modules from another origin", page: ".", crossOrigin: true}]
  },
  {
    packages: {},
    files: {
      "index.html": page("main.js"),
      "main.js": register('{type: "module"}'),
      "worker.js": serviceWorker(fromFiles("./node_modules/"))
    },
    uses: [{name: "service worker, module (one thread)", page: "."}]
  },
  {
    packages: {esbuild: "0.28.1"},
    files: {
      "dist/index.html": page("main.js"),
      "dist/main.js": register("{}"),
      "main.js": serviceWorker(given((name) => `"${name}"`))
    },
    uses: [
      {
        name: "service worker, classic (one thread)",
        commands: [["esbuild/bin/esbuild", "main.js", "--bundle", "--format=iife", "--outfile=dist/worker.js"]],
        copyModules: "dist",
        page: "dist"
      }
    ]
  }
];
