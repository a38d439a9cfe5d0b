/** What LightGBM, or this package on its way there, has to say against a call. The instance stays usable. */
export class LightGBMError extends Error {
  override readonly name = "LightGBMError";
}
