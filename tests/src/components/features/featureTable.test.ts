// @vitest-environment jsdom
import {beforeEach, expect, test} from "vitest";
import {tableColumns} from "../../../../src/components/features/featureColumns.js";
import {filterFeatures} from "../../../../src/components/features/featureFilter.js";
import {FeatureTable} from "../../../../src/components/features/featureTable.js";
import {sampleFeatureProfiles} from "../../../fixtures/featureSamples.js";

// jsdom lays nothing out.
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

const {features} = sampleFeatureProfiles({features: 20});
let table: ReturnType<typeof FeatureTable>;

beforeEach(() => {
  table = FeatureTable(features);
  document.body.replaceChildren(table);
});

const names = () => [...table.querySelectorAll("tbody th")].map((cell) => cell.textContent);

test("opens the strongest feature first, whichever way its relation goes", () => {
  const strongest = features.toSorted((a, b) => Math.abs((b.auc ?? 0.5) - 0.5) - Math.abs((a.auc ?? 0.5) - 0.5))[0];
  expect(table.value.selected).toBe(strongest.name);
  expect(names()[0]).toBe(strongest.name);
});

test("a click anywhere on a row opens it, once", () => {
  let inputs = 0;
  table.addEventListener("input", () => ++inputs);
  table.querySelector<HTMLElement>("tbody tr:nth-child(3) td")?.click();
  table.querySelector<HTMLElement>("tbody tr:nth-child(4) button")?.click();
  expect(inputs).toBe(2);
  expect(table.value.selected).toBe(names()[3]);
  expect(table.querySelectorAll(`tr[data-selected="true"]`)).toHaveLength(1);
});

test("sorts by name as people count", () => {
  table.querySelector<HTMLElement>(`th[data-column="name"] button`)?.click();
  expect(names().slice(8, 12)).toEqual(["var_8", "var_9", "var_10", "var_11"]);
});

test("a feature that the filter hides gives way to the first row", () => {
  expect(FeatureTable(features.slice(0, 3), {selected: "var_12", order: "name"}).value.selected).toBe("var_0");
  expect(FeatureTable([]).textContent).toContain("No feature matches");
});

test("filters by a part of the name and by remark", () => {
  const found = filterFeatures(features, {text: " VAR_1 "}).map(({name}) => name);
  expect(found).toContain("var_19");
  expect(found[0]).toBe("var_1");
  expect(filterFeatures(features, {flag: "missing values"}).map(({name}) => name)).toEqual(["var_7"]);
  expect(filterFeatures(features, {flag: "drifts"}).map(({name}) => name)).toEqual(["var_13"]);
});

test("the AUC column falls from top to bottom, with the direction, and what has none comes last", () => {
  const [first, ...rest] = features;
  const mixed = [{...first, auc: undefined}, ...rest];
  document.body.replaceChildren(FeatureTable(mixed));
  const cells = [...document.querySelectorAll(`tbody td[data-column="auc"]`)].map((cell) => cell.textContent ?? "");
  expect(cells.at(-1)).toBe("–");
  const numbers = cells.slice(0, -1).map((text) => Number.parseFloat(text));
  expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
  expect(numbers.every((auc) => auc >= 0.5)).toBe(true);
  expect(cells.some((text) => text.endsWith("↓")) && cells.some((text) => text.endsWith("↑"))).toBe(true);
});

test("what is the same for all features is no column, and is said", () => {
  const {columns, same} = tableColumns(
    features.map((feature) => ({...feature, train: {...feature.train, missing: 0}}))
  );
  expect(columns.map(({name}) => name)).not.toContain("missing");
  expect(same).toContain("missing 0");
});

test("goes up and down by arrow keys, and keeps what is open when others are hidden", () => {
  const order = names();
  const press = (key: string) => table.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
  press("ArrowDown");
  press("ArrowDown");
  expect(table.value.selected).toBe(order[2]);
  expect(document.activeElement?.textContent).toBe(order[2]);
  press("ArrowUp");
  expect(table.value.selected).toBe(order[1]);
  table.show(features.filter(({name}) => name !== order[0]));
  expect(table.value.selected).toBe(order[1]);
  table.show([]);
  expect(table.textContent).toContain("No feature matches");
});

test("opens the feature that moves the score most first", () => {
  const importance = new Map(features.map(({name}, i) => [name, i === 7 ? 1 : 0]));
  const byImportance = FeatureTable(features, {importance});
  expect(byImportance.value).toMatchObject({order: "-importance", selected: features[7].name});
});

test("a range of a column leaves out the others, by keyboard as well, and is a word for the address", () => {
  const drifts = features.map(({drift}) => drift?.populationStabilityIndex ?? 0).toSorted((a, b) => a - b);
  const narrowed = FeatureTable(features, {ranges: `drift:${drifts[15]}:1`});
  document.body.replaceChildren(narrowed);
  expect(narrowed.value.shown).toBe(drifts.filter((drift) => drift >= drifts[15]).length);
  const brush = narrowed.querySelector('th[data-column="drift"] .range-brush');
  brush?.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape", bubbles: true}));
  expect(narrowed.value).toMatchObject({shown: 20, ranges: ""});
  brush?.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", bubbles: true}));
  expect(narrowed.value.ranges).toMatch(/^drift:[\d.e-]+:[\d.e-]+$/);
  expect(narrowed.value.shown).toBeLessThan(20);
  expect(FeatureTable(features, {ranges: narrowed.value.ranges}).value.shown).toBe(narrowed.value.shown);
  expect(FeatureTable(features, {ranges: "drift:x:1,,nothing:1:2,auc"}).value.shown).toBe(20);
});
