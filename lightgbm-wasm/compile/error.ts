/** A build that cannot go on, with a sentence that says what to do. `code` is stable and meant for programs. */
export class BuildError extends Error {
  override readonly name = "BuildError";

  constructor(
    readonly code: "no-compiler" | "no-source" | "wrong-source" | "compile-failed" | "link-failed",
    message: string
  ) {
    super(message);
  }
}
