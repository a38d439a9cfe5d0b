// @vitest-environment jsdom
import {describe, expect, test} from "vitest";
import {CurveChart, trainingFits} from "../../../../src/components/runs/curveChart.js";
import {curveFinding, curveNote} from "../../../../src/components/runs/curveFindings.js";
import {CurveOverview} from "../../../../src/components/runs/curveOverview.js";
import {LearningCurveCard} from "../../../../src/components/runs/learningCurveCard.js";
import {
  PrecisionRecallChart,
  precisionRecall,
  precisionRecallFinding
} from "../../../../src/components/runs/precisionRecallChart.js";
import {ReliabilityChart, reliabilityFinding} from "../../../../src/components/runs/reliabilityChart.js";
import {stepsThatMatter} from "../../../../src/lib/experiment/learningCurve.js";
import {sampleDetail} from "../../../fixtures/detailSamples.js";
import {sampleTrials} from "../../../fixtures/trialSamples.js";
import {chartMarkup} from "../chartMarkup.js";

const runs = sampleTrials({runs: 20});
const [best, _second] = runs;
const detail = sampleDetail(best, {points: 20});
const {outOfFold} = detail;
if ("reason" in outOfFold) throw new Error("The sample has predictions.");
const [aucCurve] = detail.curves;

describe("learning curves", () => {
  test("each fold, their mean and range, the best step marked", async () => {
    const chart = CurveChart(aucCurve, {steps: stepsThatMatter(aucCurve)});
    await expect(chartMarkup(chart)).toMatchFileSnapshot("__snapshots__/curve-last-half.svg");
  });

  test("training that is far away leaves the view to validation", () => {
    const steps = stepsThatMatter(aucCurve);
    expect(trainingFits(aucCurve, steps)).toBe(true);
    const far = aucCurve.series.map((one) =>
      one.part === "training" ? {...one, values: one.values.map((value) => value + 1)} : one
    );
    expect(trainingFits({...aucCurve, series: far}, steps)).toBe(false);
    const chart = CurveChart({...aucCurve, series: far}, {steps, withTraining: false});
    expect(chart.textContent).toContain("training ↑");
  });

  test("the finding has an interval for each of its claims", () => {
    expect(curveFinding(aucCurve)).toMatch(
      /^Validation AUC still improves at 1,\d{3} steps, by 0\.\d{4} over the last tenth \(95 % interval 0\.\d{4} to 0\.\d{4}\); training AUC is 0\.\d{4} (higher|lower) \(95 % interval −?0\.\d{4} to −?0\.\d{4}\)$/
    );
    const level = {
      ...aucCurve,
      series: aucCurve.series.map((one) => ({
        ...one,
        values: one.values.map((_, i) => 0.8 + (i % 2) / 1000 + one.fold / 100)
      }))
    };
    expect(curveFinding(level)).toMatch(/^Validation AUC (has levelled off|still improves|gets worse)/);
    const flat = {
      ...aucCurve,
      series: aucCurve.series.map((one) => ({
        ...one,
        values: one.values.map((_, i) => 0.8 + ((i * (one.fold + 3)) % 5) / 1000)
      }))
    };
    expect(curveFinding(flat)).toMatch(
      /^Validation AUC has levelled off by 1,\d{3} steps: the last tenth changed it by/
    );
    const single = {...aucCurve, series: aucCurve.series.filter(({fold, part}) => fold === 0 && part === "validation")};
    expect(curveFinding(single)).toMatch(/^Validation AUC is best at step \d/);
    expect(curveFinding(single)).toMatch(/\(one run, no interval\)$/);
    const training = {...aucCurve, series: aucCurve.series.filter(({part}) => part === "training")};
    expect(curveFinding(training)).toBe("AUC was recorded in training only");
    expect(curveNote(aucCurve)).toMatch(/flatters itself/);
  });

  test("the overview chooses steps by keyboard", () => {
    const chosen: [number, number][] = [];
    const overview = CurveOverview(aucCurve, {steps: [100, 200], onChoose: (steps) => chosen.push(steps)});
    const press = (key: string, shiftKey = false) =>
      overview.dispatchEvent(new KeyboardEvent("keydown", {key, shiftKey, bubbles: true}));
    const [first, last] = [aucCurve.series[0].steps[0], aucCurve.series[0].steps.at(-1) ?? 0];
    press("Home");
    expect(chosen.at(-1)).toEqual([first, last]);
    press("ArrowRight");
    expect(chosen.at(-1)?.[0]).toBeCloseTo(first + (last - first) / 20, 9);
    press("ArrowLeft", true);
    expect(chosen.at(-1)?.[1]).toBeCloseTo(last - (last - first) / 20, 9);
    expect(overview.getAttribute("aria-valuetext")).toMatch(/^steps \d[\d,]* to \d[\d,]*$/);
  });

  test("any metric with a history can be chosen; the title follows", () => {
    const card = LearningCurveCard(detail.curves, {resize: (render) => render(600), metric: "auc"});
    document.body.append(card);
    const select = card.querySelector("select")!;
    expect([...select.options].map(({text}) => text)).toEqual(["AUC", "Log loss"]);
    expect(card.querySelector("h2")?.textContent).toMatch(/^Validation AUC/);
    select.selectedIndex = 1;
    select.dispatchEvent(new Event("change"));
    expect(card.querySelector("h2")?.textContent).toMatch(/^Validation log loss/);
    const logarithmic = [...card.querySelectorAll("label")].find(({textContent}) =>
      textContent?.includes("Logarithmic")
    );
    logarithmic?.querySelector("input")?.click();
    expect(card.textContent).toContain("Step, logarithmic");
    card.remove();
  });
});

describe("predictions", () => {
  test("calibration on logit axes with intervals, and rows by probability", async () => {
    await expect(chartMarkup(ReliabilityChart(outOfFold))).toMatchFileSnapshot("__snapshots__/reliability.svg");
    expect(reliabilityFinding(outOfFold)).toMatch(
      /^Predicted and observed shares agree within sampling error in \d+ of 10 bins; on average they are \d\.\d percentage points apart$/
    );
    const none = {meanProbability: [], positiveRate: [], rows: []};
    expect(reliabilityFinding({calibration: none})).toBe("No rows to compare predicted with observed shares");
  });

  test("precision by recall, from the same points as the ROC curve", async () => {
    await expect(chartMarkup(PrecisionRecallChart(outOfFold))).toMatchFileSnapshot(
      "__snapshots__/precision-recall.svg"
    );
    expect(
      precisionRecall({
        ...outOfFold,
        positives: 10,
        negatives: 90,
        roc: {falsePositiveRate: [0, 0.1, 1], truePositiveRate: [0, 0.9, 1]}
      })
    ).toEqual([
      {recall: 0.9, precision: 0.5},
      {recall: 1, precision: 0.1}
    ]);
    expect(precisionRecall({...outOfFold, roc: undefined})).toEqual([]);
    const measured = {metrics: {average_precision: {mean: 0.5, folds: [0.49, 0.51]}}};
    expect(precisionRecallFinding(measured, outOfFold)).toMatch(
      /^Average precision 0\.5000 \(95 % interval .*\), where target 1 has 10\.0 % of the rows$/
    );
    expect(precisionRecallFinding({metrics: {}}, outOfFold)).toBe(
      "Precision by recall, where target 1 has 10.0 % of the rows"
    );
  });
});
