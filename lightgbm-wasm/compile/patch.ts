/** A place where LightGBM's sources are changed for WebAssembly. */
export interface Patch {
  file: string;
  /** Text that must be there, and what takes its place wherever it is. */
  replace: readonly (readonly [before: string, after: string])[];
}
