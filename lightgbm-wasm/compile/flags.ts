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
  "-O3",
  "-DNDEBUG",
  "-DUSE_SOCKET",
  "-DEIGEN_MPL2_ONLY",
  "-DEIGEN_DONT_PARALLELIZE",
  "-w",
  ...includes.map((folder) => `-I${folder}`)
];

const wasmFlags = ["-fwasm-exceptions", "-msimd128"];

export const compileFlags = [...commonFlags, ...wasmFlags];

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
