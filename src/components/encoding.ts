import type {RunRow} from "../lib/experiment/experiment.js";

// The report's visual language: what a colour, mark or line style means, on every page.

/** Hues for models, from Observable's palette; red is kept for target 1, grey for target 0. */
export const modelHues = ["#4269d0", "#3ca951", "#a463f2", "#9c6b4e", "#6cc5b0", "#ff8ab7", "#efb118", "#97bbf5"];

/** Rows with target 1 and with target 0. Target 1 is the accent wherever a target rate is drawn. */
export const targetColor = {positive: "#ff725c", negative: "#9498a0"} as const;

/** Validation is solid and training dashed. */
export const trainingDash = "2,3";

/** Train is a filled area; test lies over it as an outline. */
export const trainFill = "var(--train-fill, #c9cdd6)";
export const testStroke = "currentColor";

/** A fold is a small dot; a mean is a tick over its interval (one standard deviation to either side). */
export const foldRadius = 3;
export const foldOpacity = 0.65;
export const meanStrokeWidth = 3;

/** Text in charts. */
export const chartStyle = {fontSize: "12px", fontVariantNumeric: "tabular-nums"} as const;

/** What recedes: rules to compare with. */
export const referenceColor = "var(--theme-foreground-muted, #777)";

export type ModelColor = (model: string) => string;

/**
 * A hue for each model, the best model first, so that a model keeps its hue on every page.
 * Takes all the runs of the report, best first, also where a page shows only some.
 */
export function modelColors(runs: readonly Pick<RunRow, "model">[]): ModelColor {
  const models = [...new Set(runs.map((run) => run.model))];
  return (model) => {
    const index = models.indexOf(model);
    return index < 0 ? targetColor.negative : modelHues[index % modelHues.length];
  };
}
