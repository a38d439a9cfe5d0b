import {exportedFunctions, threadFunctions} from "../src/exportedFunctions.js";

/** Where the compiler looks for headers, below the source folder. */
export const includes = [
  ".",
  "include",
  "external_libs/eigen",
  "external_libs/fmt/include",
  "external_libs/fast_double_parser/include"
];

/** What the WebAssembly build and the native reference build have in common. */
const commonFlags = [
  "-std=c++17",
  "-DNDEBUG",
  "-DUSE_SOCKET",
  "-DEIGEN_MPL2_ONLY",
  "-DEIGEN_DONT_PARALLELIZE",
  "-w",
  ...includes.map((folder) => `-I${folder}`)
];

const wasmFlags = ["-fwasm-exceptions", "-msimd128"];

// What is not on the way of training and prediction is compiled for size: a sixth of the module.
export const coldFiles =
  /^src\/(network\/|boosting\/gbdt_model_text\.cpp|io\/(config|config_auto|dataset_loader|file_io|json11|metadata|parser)\.cpp)|_parallel_/;

const linkFlags = [
  "-O3",
  ...wasmFlags,
  "-sSTANDALONE_WASM",
  "--no-entry",
  "-sALLOW_MEMORY_GROWTH=1",
  "-sMAXIMUM_MEMORY=4GB",
  // LightGBM's socket code refers to calls that have no WebAssembly form; the loader answers them with an error.
  "-sERROR_ON_UNDEFINED_SYMBOLS=0"
];

/** One of the modules that are made from LightGBM's sources. */
export interface Variant {
  /** The file in dist/. */
  name: string;
  /** With `{native}` in place of the folder native/. */
  compileFlags: readonly string[];
  linkFlags: readonly string[];
  exportedFunctions: readonly string[];
  /** The files of native/ that the module has, headers included. */
  nativeFiles: readonly string[];
}

const single: Variant = {
  name: "lightgbm.wasm",
  compileFlags: wasmFlags,
  linkFlags,
  exportedFunctions,
  nativeFiles: ["bins.h", "extensions.cpp", "files.cpp"]
};

const threads: Variant = {
  name: "lightgbm-threads.wasm",
  compileFlags: [
    ...wasmFlags,
    "-pthread",
    "-fopenmp",
    "-I{native}/threads",
    "-include",
    "{native}/threads/landingPad.h"
  ],
  linkFlags: [
    ...linkFlags,
    // Emscripten links threads only together with its own JavaScript, so its thread-ready libraries are named here.
    "-nodefaultlibs",
    ...["standalonewasm-memgrow", "stubs", "noexit", "c-mt", "dlmalloc-mt", "compiler_rt-mt"].map(
      (name) => `-l${name}`
    ),
    ...["c++-mt-except", "c++abi-mt-except", "unwind-mt-except", "sockets-mt", "c-mt"].map((name) => `-l${name}`),
    "-Wl,--shared-memory,--import-memory,--export=__stack_pointer"
  ],
  exportedFunctions: [...exportedFunctions, ...threadFunctions],
  nativeFiles: [
    ...single.nativeFiles,
    ...["landingPad.h", "omp.h", "openmp.cpp", "team.cpp", "team.h"].map((name) => `threads/${name}`)
  ]
};

export const variants: readonly Variant[] = [single, threads];

/** The flags for one file of a variant. */
export function fileFlags({compileFlags}: Variant, file: string, nativeFolder: string): string[] {
  const flags = compileFlags.map((flag) => flag.replace("{native}", nativeFolder));
  return [...commonFlags, ...flags, coldFiles.test(file) ? "-Os" : "-O3"];
}
