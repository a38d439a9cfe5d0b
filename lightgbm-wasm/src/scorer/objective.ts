import {LightGBMError} from "../error.js";

/** What is made of a raw score, with the kernel's number of it. */
export const outputs = {raw: 0, logistic: 1, exponential: 2, softplus: 3, signedSquare: 4, softmax: 5} as const;

export interface Output {
  kind: keyof typeof outputs;
  /** The parameter `sigmoid`: the factor of the raw score in the logistic function. */
  factor: number;
}

const kinds: Record<string, Output["kind"]> = {
  binary: "logistic",
  multiclassova: "logistic",
  cross_entropy: "logistic",
  cross_entropy_lambda: "softplus",
  multiclass: "softmax",
  poisson: "exponential",
  gamma: "exponential",
  tweedie: "exponential"
};
const untransformed = /^(regression|regression_l1|huber|fair|quantile|mape|lambdarank|rank_xendcg|custom|none)$/;

/** Which output the objective in a model's text has, LightGBM's `ConvertOutput`. */
export function outputOf(objective: string | undefined): Output {
  if (objective === undefined) return {kind: "raw", factor: 1};
  const [name, ...settings] = objective.trim().split(/ +/);
  const factor = readNumber(settings.find((word) => word.startsWith("sigmoid:"))?.slice("sigmoid:".length) ?? "1");
  if (!(factor > 0)) throw new LightGBMError(`The objective "${objective}" has a sigmoid that is not above 0.`);
  if (Object.hasOwn(kinds, name)) return {kind: kinds[name], factor};
  if (!untransformed.test(name)) throw new LightGBMError(`The objective "${name}" is not known to the scorer.`);
  return {kind: settings.includes("sqrt") ? "signedSquare" : "raw", factor: 1};
}

/** Reads a number as LightGBM reads parameters (`Atof`), which rounds several times: the last bit may be another. */
function readNumber(word: string): number {
  const [, whole, fraction] = /^(\d+)\.(\d+)$/.exec(word) ?? [];
  if (fraction === undefined) return Number(word);
  const digits = Array.from(fraction, Number).reduce((value, digit) => value * 10 + digit, 0);
  return Number(whole) + digits / Number(`1e${fraction.length}`);
}
