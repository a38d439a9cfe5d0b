/** The names of a staged model's one input, float64 [rows, features], and one output, float32 [rows, 1]. */
export const inputName = "features";
export const outputName = "probability";
