// @vitest-environment jsdom
import {expect, test} from "vitest";
import type {ExploredModel} from "../../../../src/components/threshold/exploredModel.js";
import {thresholdMarks, upperEnd} from "../../../../src/components/threshold/exploredModel.js";
import {ThresholdChart} from "../../../../src/components/threshold/thresholdChart.js";
import {ThresholdExplorer, thresholdFinding} from "../../../../src/components/threshold/thresholdExplorer.js";
import {
  equalCosts,
  formatCosts,
  parseCosts,
  parseThreshold,
  predictAddress,
  type ThresholdAddress
} from "../../../../src/components/threshold/thresholdState.js";
import {urlState} from "../../../../src/components/urlState.js";
import {thresholdCurve} from "../../../../src/lib/metrics/thresholdCurve.js";
import {RandomSource} from "../../../../src/lib/random.js";
import {chartMarkup} from "../chartMarkup.js";

/** Exact arithmetic only, so that the charts are the same on every machine. */
function model(name: string, color: string, seed: number, noise: number): ExploredModel {
  const random = new RandomSource(seed);
  const labels = Array.from({length: 400}, () => Number(random.uniform() < 0.25));
  const scores = labels.map(
    (label) => (0.5 * label + noise * (random.uniform() + random.uniform())) / (0.5 + 2 * noise)
  );
  return {name, color, curve: thresholdCurve(labels, scores), threshold: 0.5};
}
const a = model("a", "#4269d0", 1, 0.5);
const b = model("b", "#3ca951", 1, 0.9);

/** An address that a test reads, and what was pushed and set. */
function testAddress(query = ""): {address: ThresholdAddress; entries: string[]; goBack: () => void} {
  const location = {href: `http://report/run${query}`};
  const entries = [location.href];
  const bar = new EventTarget();
  const replaceState = (_: unknown, __: string, url: string) => {
    location.href = url;
    entries[entries.length - 1] = url;
  };
  const pushState = (_: unknown, __: string, url: string) => {
    location.href = url;
    entries.push(url);
  };
  const address = urlState(
    {threshold: "", cost: ""},
    {
      location,
      history: {replaceState, pushState},
      addEventListener: bar.addEventListener.bind(bar),
      removeEventListener: bar.removeEventListener.bind(bar)
    }
  );
  return {
    address,
    entries,
    goBack() {
      entries.pop();
      location.href = entries[entries.length - 1];
      bar.dispatchEvent(new Event("popstate"));
    }
  };
}

function find<Kind extends HTMLElement>(card: HTMLElement, selector: string): Kind {
  const found = card.querySelector<Kind>(selector);
  if (found === null) throw new Error(`There is no ${selector}.`);
  return found;
}

function change(input: HTMLInputElement, value: string, events = ["input", "change"]): void {
  input.value = value;
  for (const event of events) input.dispatchEvent(new Event(event));
}

test("precision, recall and F1 of one model, and the F1 of two, by threshold", async () => {
  const marks = thresholdMarks(a, {costs: equalCosts, leastPrecision: 0.5});
  await expect(chartMarkup(ThresholdChart([a], {marks}))).toMatchFileSnapshot("__snapshots__/threshold.svg");
  await expect(chartMarkup(ThresholdChart([a, b], {marks}))).toMatchFileSnapshot("__snapshots__/two-thresholds.svg");
});

test("moving the slider changes title, numbers and address; the history gets one entry for a stay on it", () => {
  const {address, entries} = testAddress();
  const card = ThresholdExplorer([a], {address});
  expect(find(card, "h2").textContent).toMatch(/^At threshold 0\.500: recall \d+ %, precision \d+ %, lift \d\.\d$/);
  const slider = find<HTMLInputElement>(card, "input[type=range]");
  const cells = () => Array.from(card.querySelectorAll(".threshold-measures td"), (cell) => cell.textContent);
  const before = cells();
  change(slider, "0.3", ["input"]);
  expect(find(card, "h2").textContent).toMatch(/^At threshold 0\.300/);
  expect(cells()).not.toEqual(before);
  expect(slider.getAttribute("aria-valuetext")).toBe("0.300");
  expect(entries).toHaveLength(1);
  change(slider, "0.3");
  change(slider, "0.301");
  expect(entries).toEqual(["http://report/run", "http://report/run?threshold=0.301"]);
  slider.dispatchEvent(new Event("blur"));
  change(slider, "0.4");
  expect(entries).toHaveLength(3);
});

test("the best thresholds are chosen by a button; the least cost follows the costs", () => {
  const {address, entries} = testAddress();
  const card = ThresholdExplorer([a], {address});
  const buttons = () => [...card.querySelectorAll<HTMLButtonElement>(".threshold-marks button")];
  const labelled = (label: string) => {
    const button = buttons().find(({textContent}) => textContent?.startsWith(label));
    if (button === undefined) throw new Error(`There is no ${label}.`);
    return button;
  };
  const words = buttons().map(({textContent}) => textContent?.replace(/ \d.\d{3}$/, ""));
  expect(words).toEqual(["As logged", "Highest F1", "Highest Youden’s J", "Least cost", "Precision of 50 % or more"]);
  const leastCost = labelled("Least cost").dataset.threshold;
  const [, missCost] = [...card.querySelectorAll<HTMLInputElement>(".threshold-inputs input")].slice(1);
  change(missCost, "20");
  expect(entries.at(-1)).toBe("http://report/run?cost=1%3A20");
  expect(Number(labelled("Least cost").dataset.threshold)).toBeLessThan(Number(leastCost));
  labelled("Least cost").click();
  expect(entries.at(-1)).toContain(`threshold=${labelled("Least cost").dataset.threshold}`);
  expect(labelled("Least cost").getAttribute("aria-pressed")).toBe("true");
});

test("the address opens the same view, and going back returns to the one before", () => {
  const {address, entries, goBack} = testAddress("?threshold=0.25&cost=1:5");
  const card = ThresholdExplorer([a], {address});
  document.body.append(card);
  expect(find(card, "h2").textContent).toMatch(/^At threshold 0\.250/);
  const inputs = () =>
    Array.from(card.querySelectorAll<HTMLInputElement>(".threshold-inputs input"), ({value}) => value);
  expect(inputs()).toEqual(["0.250", "1", "5", "50"]);
  change(find<HTMLInputElement>(card, ".threshold-inputs input"), "0.6");
  expect(entries).toHaveLength(2);
  goBack();
  expect(find(card, "h2").textContent).toMatch(/^At threshold 0\.250/);
  expect(inputs()[0]).toBe("0.250");
  card.remove();
});

test("what an address cannot mean is ignored, and a number that is none is put back", () => {
  const {address, entries} = testAddress("?threshold=abc&cost=-1:2");
  const card = ThresholdExplorer([a], {address});
  expect(find(card, "h2").textContent).toMatch(/^At threshold 0\.500/);
  const [number, falseAlarm] = card.querySelectorAll<HTMLInputElement>(".threshold-inputs input");
  change(number, "");
  expect(number.value).toBe("0.500");
  change(falseAlarm, "-3");
  expect(falseAlarm.value).toBe("1");
  expect(entries).toHaveLength(1);
});

test("only the staged model's threshold is handed on to the predict page", () => {
  const {address} = testAddress();
  expect(ThresholdExplorer([a], {address}).querySelector(".threshold-link")).toBeNull();
  const card = ThresholdExplorer([{...a, isStaged: true}], {address});
  expect(find<HTMLAnchorElement>(card, ".threshold-link a").getAttribute("href")).toBe("./predict?threshold=0.5");
  expect(predictAddress(0.24)).toBe("./predict?threshold=0.24");
});

test("several models share the threshold, each with its numbers and its confusion matrix", () => {
  const {address} = testAddress();
  const card = ThresholdExplorer([a, b], {address});
  expect(find(card, "h2").textContent).toMatch(/^At threshold 0\.500: F1 0\.\d{3} for a, 0\.\d{3} for b$/);
  expect(card.querySelectorAll(".confusion")).toHaveLength(2);
  expect(card.querySelectorAll(".threshold-measures tbody tr:first-child td")).toHaveLength(2);
});

test("a threshold that no row reaches says so", () => {
  expect(thresholdFinding([a], 1, equalCosts)).toBe("At threshold 1.000: no row is predicted as 1");
});

test("the axis ends at a round number above all scores", () => {
  const low: ExploredModel = {...a, curve: thresholdCurve([0, 1], [0.08, 0.13])};
  expect(upperEnd([low])).toBe(0.2);
  expect(upperEnd([low, a])).toBe(1);
});

test.each([
  ["0.24", 0.24],
  ["1", 1],
  [".5", 0.5],
  ["1e-3", 0.001],
  ["1.5", undefined],
  ["-0.1", undefined],
  ["", undefined],
  ["0x1", undefined],
  ["Infinity", undefined]
])("threshold %j is read as %j", (text, threshold) => {
  expect(parseThreshold(text)).toBe(threshold);
});

test.each([
  ["1:5", {falseAlarm: 1, miss: 5}],
  ["0.5:0", {falseAlarm: 0.5, miss: 0}],
  ["0:0", undefined],
  ["1", undefined],
  ["1:", undefined],
  ["1:2:3", undefined],
  ["a:b", undefined],
  ["1:-2", undefined]
])("costs %j are read as %j", (text, costs) => {
  expect(parseCosts(text)).toEqual(costs);
  if (costs) expect(formatCosts(costs)).toBe(text);
});
