import {expect, test} from "vitest";
import {
  foldFinding,
  leadFinding,
  leadLede,
  pairFinding,
  rankFinding,
  verdictNote,
  verdictText
} from "../../../../src/components/runs/verdictWords.js";
import {metricColumn} from "../../../../src/lib/experiment/metricColumn.js";
import {type Call, recipeVerdict, type Verdict} from "../../../../src/lib/experiment/verdict.js";
import {aucColumn, crossValidated, loglossColumn, singleRun} from "../../lib/experiment/runRows.js";

const best = crossValidated("best", [0.88, 0.882, 0.884, 0.886, 0.888]);
const far = crossValidated("far", [0.87, 0.873, 0.874, 0.875, 0.879]);
const close = crossValidated("close", [0.872, 0.886, 0.876, 0.89, 0.88], {
  onTheseRows: {mean: -0.0033, low: -0.005, high: -0.001}
});
const champion = {championId: "best"};

const decided = (call: Call, mean: number): Verdict => ({call, interval: {mean, low: mean - 1, high: mean + 1}});
const unknown: Verdict = {reason: "Their folds hold different rows"};

test("a lead on these rows that five folds cannot confirm is said as just that", () => {
  expect(leadFinding([close, far, best], aucColumn, champion)).toBe(
    "best leads close by 0.0033 AUC on these rows; five folds cannot tell the recipes apart"
  );
  expect(leadLede([close, far, best], aucColumn, champion)).toMatch(
    /^best minus close\. These models on these rows: \+0\.0033 \(95 % interval \+0\.0010 to \+0\.0050\)\. The recipe on new folds: \+0\.0032 \(95 % interval −0\.\d{4} to \+0\.\d{4}\)\. The best of 3 runs is a selected one: 1 other may be as good on new folds \(close\)\.$/
  );
});

test("without the rows' answer the title is of new folds alone, and the lede says what is missing", () => {
  expect(leadFinding([far, best], aucColumn, champion)).toBe("best leads far by 0.0098 AUC on new folds");
  expect(leadLede([far, best], aucColumn, champion)).toBe(
    "best minus far. These models on these rows: no interval. They are compared row by row in the comparison. The recipe on new folds: +0.0098 (95 % interval +0.0082 to +0.0114). The best of 2 runs is a selected one, yet ahead of all others on new folds."
  );
});

test.each<[Call, Call, string]>([
  ["better", "better", "a leads b by 0.0200 AUC, on these rows and on new folds"],
  ["worse", "worse", "b leads a by 0.0200 AUC, on these rows and on new folds"],
  ["too close to call", "too close to call", "a and b are too close to call by AUC, on these rows and on new folds"],
  ["better", "too close to call", "a leads b by 0.0100 AUC on these rows; two folds cannot tell the recipes apart"],
  ["too close to call", "better", "a and b are too close to call on these rows; on new folds a leads by 0.0200 AUC"],
  ["worse", "better", "b leads a by 0.0100 AUC on these rows; on new folds a leads by 0.0200 AUC"]
])("rows %s, recipe %s", (rows, recipe, title) => {
  const [a, b] = [crossValidated("a", [0.9, 0.9]), crossValidated("b", [0.8, 0.8])];
  expect(pairFinding(a, b, {rows: decided(rows, 0.01), recipe: decided(recipe, 0.02)}, aucColumn)).toBe(title);
});

test("one answer without the other is said with its question", () => {
  const [a, b] = [crossValidated("a", [0.9, 0.9]), crossValidated("b", [0.8, 0.8])];
  const title = (rows: Verdict, recipe: Verdict) => pairFinding(a, b, {rows, recipe}, aucColumn);
  expect(title(decided("better", 0.01), unknown)).toBe("a leads b by 0.0100 AUC on these rows");
  expect(title(unknown, decided("worse", -0.01))).toBe("b leads a by 0.0100 AUC on new folds");
  expect(title(unknown, decided("too close to call", 0.01))).toBe("a and b are too close to call by AUC on new folds");
});

test("single runs are told by their values, without a claim", () => {
  const [a, b] = [singleRun("a", 0.9), singleRun("b", 0.8)];
  expect(leadFinding([b, a], aucColumn, {championId: "a"})).toBe(
    "The AUC of a is 0.1000 higher than that of b, without an interval"
  );
  expect(leadLede([b, a], aucColumn, {championId: "a"})).toContain(
    "The recipe on new folds: no interval. a is a single run, without folds. The best of 2 runs is a selected one; none of the others has the same folds."
  );
  expect(leadFinding([a, {...a, runId: "c", name: "c"}], aucColumn, {championId: "a"})).toBe(
    "a and c have the same AUC, 0.9000"
  );
});

test("one run, no run and no value each have a sentence", () => {
  expect(leadFinding([best], aucColumn, champion)).toMatch(
    /^best: AUC 0\.8840 \(95 % interval 0\.\d{4} to 0\.\d{4}\)$/
  );
  expect(leadFinding([singleRun("a", 0.9)], aucColumn, champion)).toBe(
    "a: AUC 0.9000 (no interval without several folds)"
  );
  expect(leadFinding([], aucColumn, champion)).toBe("No run has finished yet");
  expect(leadFinding([best], loglossColumn, champion)).toBe("No run has a value for log loss");
  expect(leadLede([best], aucColumn, champion)).toBe("");
});

test("of a metric of any name where less is better, the lowest leads", () => {
  const rmse = metricColumn("rmse", {values: [1.2]});
  const [low, high] = [
    [1.21, 1.22, 1.2],
    [1.31, 1.321, 1.3]
  ].map((folds, i) => crossValidated(`run ${i}`, folds, {metric: "rmse"}));
  expect(leadFinding([high, low], rmse, {championId: null})).toBe("run 0 leads run 1 by 0.100 rmse on new folds");
  expect(rankFinding(low, [low, high], rmse)).toMatch(/^lowest rmse of 2 runs, 0\.100 below run 1 on new folds \(/);
  expect(verdictNote(rmse)).toContain("These models on these rows: not known for this metric.");
});

test("a run's place is told with its distance from the best, or why that has no interval", () => {
  expect(rankFinding(best, [best, close, far], aucColumn)).toMatch(
    /^highest AUC of 3 runs, 0\.0032 above close, too close to call on new folds \(95 % interval −0\.\d{4} to \+0\.\d{4}\)$/
  );
  expect(rankFinding(far, [best, close, far], aucColumn)).toBe(
    "rank 3 of 3 runs by AUC, 0.0098 below best on new folds (95 % interval −0.0114 to −0.0082)"
  );
  const other = {...far, foldsKey: "others"};
  expect(rankFinding(other, [best, other], aucColumn)).toBe(
    "rank 2 of 2 runs by AUC, 0.0098 below best, without an interval: their folds hold different rows"
  );
  expect(rankFinding(best, [best], aucColumn)).toBe("the only run that is ranked");
  expect(rankFinding(best, [best], loglossColumn)).toBe("not ranked by log loss, which it does not have");
});

test("folds are told with the one that is ahead first, whichever is named first", () => {
  const finding = "AUC by fold: best is ahead of close on 3 of 5 folds, by 0.0032 on average";
  expect(foldFinding(best, close, aucColumn)).toBe(finding);
  expect(foldFinding(close, best, aucColumn)).toBe(finding);
  expect(foldFinding(best, singleRun("a", 0.5), aucColumn)).toBe("AUC by fold: best and a have no folds in common");
});

test("many that may be as good are counted, the first of them named", () => {
  const twins = Array.from({length: 6}, (_, i) => ({...close, runId: `twin ${i}`, name: `twin ${i}`}));
  expect(leadLede([best, ...twins], aucColumn, champion)).toContain(
    "The best of 7 runs is a selected one: 6 others may be as good on new folds (twin 0, twin 1, twin 2 and 3 more)."
  );
});

test("a verdict carries its signs", () => {
  expect(verdictText(recipeVerdict(far, best, aucColumn), aucColumn)).toBe(
    "−0.0098 (95 % interval −0.0114 to −0.0082)"
  );
  expect(verdictText(unknown, aucColumn)).toBe("no interval. Their folds hold different rows");
});
