// @vitest-environment jsdom
import {describe, expect, test} from "vitest";
import {moveAxis, stepBrush} from "../../../../src/components/parameters/parallelAxes.js";
import {ParallelCoordinates} from "../../../../src/components/parameters/parallelCoordinates.js";
import {parametersFinding, parametersNote} from "../../../../src/components/parameters/parameterFindings.js";
import {ParameterGrid} from "../../../../src/components/parameters/parameterGrid.js";
import {
  BestSoFarChart,
  bestSoFarFinding,
  bestSoFarNote,
  ImportanceBars,
  importanceFinding
} from "../../../../src/components/parameters/sweepCharts.js";
import {TradeOffChart, tradeOffFinding, tradeOffNote} from "../../../../src/components/parameters/tradeOffChart.js";
import {bestSoFar} from "../../../../src/lib/experiment/bestSoFar.js";
import {parameterImportance} from "../../../../src/lib/experiment/parameterImportance.js";
import {rankParameters} from "../../../../src/lib/experiment/parameterStrength.js";
import {printQuery} from "../../../../src/lib/experiment/query/printQuery.js";
import {tradeOff} from "../../../../src/lib/experiment/tradeOff.js";
import {auc, sampleTrials} from "../../../fixtures/trialSamples.js";
import {chartMarkup} from "../chartMarkup.js";

const runs = sampleTrials({runs: 24});
const press = (node: Element, key: string, options: KeyboardEventInit = {}) =>
  node.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, ...options}));

describe("parameters against the metric", () => {
  test("a plot each, the strongest first", async () => {
    const grid = ParameterGrid(runs, auc, {limit: 3, selected: [runs[2].runId]});
    await expect(chartMarkup(grid)).toMatchFileSnapshot("__snapshots__/parameter-grid.html");
  });

  test("the rest are drawn when asked for", () => {
    const grid = ParameterGrid(runs, auc, {limit: 3});
    expect(grid.querySelectorAll("svg")).toHaveLength(3);
    grid.querySelector("button")?.click();
    expect(grid.querySelectorAll("svg")).toHaveLength(6);
    expect(grid.querySelector("button")).toBeNull();
  });

  test("the keyboard goes through the runs from left to right, and chooses one", () => {
    const chosen: string[] = [];
    const grid = ParameterGrid(runs, auc, {onSelect: (run) => chosen.push(run.name)});
    const plot = grid.querySelector("svg")!;
    expect(plot.getAttribute("role")).toBe("slider");
    press(plot, "Enter");
    expect(chosen).toEqual([]);
    press(plot, "ArrowRight");
    expect(plot.getAttribute("aria-valuetext")).toMatch(/^trial-\d+, AUC 0\.\d{4}, learning_rate 0\.005$/);
    press(plot, "End");
    expect(plot.getAttribute("aria-valuetext")).toMatch(/learning_rate missing$/);
    press(plot, "Enter");
    expect(chosen).toHaveLength(1);
    press(plot, "Escape");
    expect(plot.getAttribute("aria-valuetext")).toBe("24 runs");
  });

  test("runs are highlighted in every plot", () => {
    const grid = ParameterGrid(runs, auc);
    const dots = () => [...grid.querySelectorAll(".dots-selected path")].map((path) => path.getAttribute("d"));
    expect(dots().join("")).toBe("");
    grid.highlight([runs[0].runId]);
    expect(dots().filter((path) => path !== "")).toHaveLength(18);
  });

  test("the finding names a parameter only where its interval leaves out 0", () => {
    const ranked = rankParameters(runs, auc);
    expect(parametersFinding([], auc)).toBe("These runs do not differ in their parameters");
    expect(parametersFinding(rankParameters(runs.slice(0, 8), auc), auc)).toBe("AUC by parameter: 4 parameters differ");
    expect(parametersNote(rankParameters(runs.slice(0, 8), auc), 8)).toMatch(
      /is not said, as fewer than 20 of the 8 runs have each/
    );
    const even = ranked.map((strength) => ({
      ...strength,
      correlation: strength.correlation && {correlation: 0.1, low: -0.2, high: 0.4, pairs: 24}
    }));
    expect(parametersFinding(even, auc)).toMatch(/^No parameter’s rank goes clearly with AUC/);
  });
});

describe("parallel coordinates", () => {
  test("a line each, missing values in a place of their own", async () => {
    const chart = ParallelCoordinates(runs, auc, {selected: [runs[0].runId]});
    await expect(chartMarkup(chart)).toMatchFileSnapshot("__snapshots__/parallel-coordinates.html");
  });

  test("the keyboard moves axes and brushes them", () => {
    const filters: string[] = [];
    const chart = ParallelCoordinates(runs, auc, {
      onFilter: (conditions) => filters.push(conditions.map(printQuery).join(" and ")),
      queryName: (column) => column.replace(/^\w+\./, "")
    });
    document.body.append(chart);
    const svg = chart.querySelector("svg")!;
    const titles = () => chart.axes().map(({title}) => title);
    const [first, second, third] = titles();
    chart.querySelector<SVGElement>(".axis-name")?.focus();
    press(svg, "ArrowRight");
    press(svg, "ArrowRight", {shiftKey: true});
    expect(titles().slice(0, 3)).toEqual([first, third, second]);
    expect(document.activeElement?.getAttribute("aria-label")).toMatch(`${second}, axis 3 of 7`);

    press(svg, "ArrowLeft");
    press(svg, "ArrowLeft");
    press(svg, "ArrowUp");
    press(svg, "ArrowDown", {shiftKey: true});
    expect(filters).toEqual(["learning_rate >= 0.01 or learning_rate = missing", "learning_rate >= 0.01"]);
    expect(chart.querySelector('[role="status"]')?.textContent).toMatch(/^\d+ of 24 runs are within .* learning_rate/);
    press(svg, "Escape");
    expect(filters.at(-1)).toBe("");
    chart.remove();
  });

  test("runs that the table does not show are grey", () => {
    const chart = ParallelCoordinates(runs, auc);
    const lengths = () =>
      [...chart.querySelectorAll("svg > g:first-child > g")].map((g) => g.innerHTML.match(/M/g)?.length ?? 0);
    const [, kept] = lengths();
    chart.show(new Set([runs[0].runId]));
    expect(lengths()[0]).toBeGreaterThan(0);
    expect(lengths()[1]).toBeLessThan(kept);
  });

  test("axes move within their row", () => {
    expect(moveAxis(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
    expect(moveAxis(["a", "b", "c"], 1, 9)).toEqual(["a", "c", "b"]);
    expect(moveAxis(["a", "b", "c"], 1, -3)).toEqual(["b", "a", "c"]);
  });

  test("the ends of a brush step from value to value", () => {
    const positions = [0.2, 0.8, 0.5, Number.NaN, 0.5];
    const once = stepBrush(positions, undefined, "low", 1);
    expect(once).toEqual({low: 0.5, high: 0.8});
    expect(stepBrush(positions, once, "high", -1)).toEqual({low: 0.5, high: 0.5});
    expect(stepBrush(positions, {low: 0.5, high: 0.5}, "low", 1)).toEqual({low: 0.5, high: 0.5});
    expect(stepBrush(positions, once, "low", -1)).toBeUndefined();
    expect(stepBrush([Number.NaN], undefined, "low", 1)).toBeUndefined();
  });
});

describe("the trade-off", () => {
  test("shows the front with its names", async () => {
    const chart = TradeOffChart(runs, auc, {selected: [runs[1].runId]});
    await expect(chartMarkup(chart)).toMatchFileSnapshot("__snapshots__/trade-off.svg");
  });

  test("the finding is what the faster run gives up, with its interval", () => {
    const trade = tradeOff(runs, auc);
    expect(tradeOffFinding(trade, auc)).toMatch(
      /^trial-\d+: AUC 0\.\d{4} lower than trial-\d+ \(95 % interval −0\.\d{4} to −?0\.\d{4}(, too close to call)?\), \d+(\.\d)? × faster$/
    );
    const other = runs.map((run, i) => ({...run, foldsKey: String(i)}));
    expect(tradeOffFinding(tradeOff(other, auc), auc)).toMatch(/\(no interval: their folds hold different rows\)/);
    const [run] = runs;
    expect(tradeOffFinding(tradeOff([run], auc), auc)).toMatch(/^trial-\d+: AUC 0\.\d{4} in \d/);
    expect(tradeOffFinding(tradeOff([], auc), auc)).toBe("No run has both a metric and a training time");
    expect(tradeOffNote([run, {...run, durationMilliseconds: undefined}], tradeOff([run], auc))).toMatch(
      /1 run without a time or without the metric is not shown\.$/
    );
  });
});

describe("a sweep", () => {
  const order = bestSoFar(runs, auc);

  test("the best so far is a line over the trials", async () => {
    await expect(chartMarkup(BestSoFarChart(runs, auc))).toMatchFileSnapshot("__snapshots__/best-so-far.svg");
  });

  test("the finding says which trial was the best, and what came after it", () => {
    expect(bestSoFarFinding(order, auc)).toBe("trial-0024 is the best of 24 trials: AUC 0.8735; the last one tried");
    expect(bestSoFarFinding(order.slice(0, -1), auc)).toMatch(
      /^trial-\d+ is the best of 23 trials: AUC 0\.\d{4}; \d+ since then were not better$/
    );
    expect(bestSoFarFinding([], auc)).toBe("No trial has AUC");
    expect(bestSoFarNote({pruned: 7, unfinished: 1})).toMatch(
      /Not drawn: 7 stopped early, as others were better, 1 failed or did not finish\.$/
    );
  });

  test("importance as shares, or why there is none", async () => {
    const importance = parameterImportance(runs, auc);
    await expect(chartMarkup(ImportanceBars(importance))).toMatchFileSnapshot("__snapshots__/parameter-importance.svg");
    expect(importanceFinding(importance, auc)).toMatch(/^learning_rate matters most for AUC: \d+ % of the importance/);
    expect(importanceFinding(parameterImportance(runs.slice(0, 3), auc), auc)).toMatch(
      /is not said: 3 trials are too few/
    );
  });
});

test("a thousand runs are no more elements than twenty-four", () => {
  const many = sampleTrials({runs: 1000});
  const elements = (trials: typeof runs) =>
    [ParameterGrid(trials, auc), ParallelCoordinates(trials, auc), TradeOffChart(trials, auc)].map(
      (chart) => chart.querySelectorAll("path").length
    );
  expect(elements(many)).toEqual(elements(runs));
});
