import {LightGBMError} from "./error.js";

export type ParamValue = number | string | boolean | readonly (number | string)[];

/** LightGBM's parameters under LightGBM's names, e.g. `{objective: "binary", num_leaves: 31, metric: ["auc"]}`. */
export type Params = Readonly<Record<string, ParamValue | undefined>>;

/** Writes parameters the way LightGBM's C API reads them: `name=value name=value`. */
export function formatParams(params: Params): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined) continue;
    const text = Array.isArray(value) ? value.join(",") : String(value);
    // LightGBM splits at white space; a value with a blank would silently become two settings.
    if (/[\s=]/.test(name) || /\s/.test(text)) {
      throw new LightGBMError(`The parameter ${name} has white space in its name or value ("${text}").`);
    }
    parts.push(`${name}=${text}`);
  }
  return parts.join(" ");
}

/**
 * What this package sets where the caller does not: silence, and histograms by column. LightGBM would measure at run
 * time which of two layouts is faster; a measurement must not have a say in results.
 */
export function withDefaults(params: Params): Params {
  const layout =
    params.force_row_wise === undefined && params.force_col_wise === undefined ? {force_col_wise: true} : {};
  return {verbosity: -1, num_threads: 1, ...layout, ...params};
}
