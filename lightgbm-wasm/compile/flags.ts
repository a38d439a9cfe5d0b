const includes = [
  ".",
  "include",
  "external_libs/eigen",
  "external_libs/fmt/include",
  "external_libs/fast_double_parser/include"
];

/** What the WebAssembly build and the native reference build have in common. */
export const commonFlags = [
  "-std=c++14",
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
  /^src\/(network\/|io\/(config|config_auto|dataset_loader|file_io|json11|metadata|parser)\.cpp)|_parallel_/;

export function compileFlags(file: string): string[] {
  return [...commonFlags, ...wasmFlags, coldFiles.test(file) ? "-Os" : "-O3"];
}

/** The files of native/ that the module has, and which the stamp of a build covers. */
export const nativeFiles = ["columns.cpp", "files.cpp"];

export const linkFlags = [
  "-O3",
  ...wasmFlags,
  "-sSTANDALONE_WASM",
  "--no-entry",
  "-sALLOW_MEMORY_GROWTH=1",
  "-sMAXIMUM_MEMORY=4GB",
  // LightGBM's socket code refers to calls that have no WebAssembly form; the loader answers them with an error.
  "-sERROR_ON_UNDEFINED_SYMBOLS=0"
];
