import {describe, expect, test} from "vitest";
import {bestSoFar} from "../../../../src/lib/experiment/bestSoFar.js";
import type {RunRow} from "../../../../src/lib/experiment/experiment.js";
import {parameterImportance} from "../../../../src/lib/experiment/parameterImportance.js";
import {rankParameters} from "../../../../src/lib/experiment/parameterStrength.js";
import {tradeOff} from "../../../../src/lib/experiment/tradeOff.js";
import {auc, logloss, sampleTrials} from "../../../fixtures/trialSamples.js";

const trials = sampleTrials();

describe("parameters by how they go with the metric", () => {
  const ranked = rankParameters(trials, auc);

  test("the strongest rank correlation is first, those without an order last, equal ones left out", () => {
    expect(ranked.map(({name}) => name)).toEqual([
      "learning_rate",
      "num_leaves",
      "lambda_l1",
      "num_iterations",
      "boosting",
      "max_features"
    ]);
    expect(ranked[0].correlation?.correlation).toBeLessThan(-0.9);
    expect(ranked[0].correlation?.pairs).toBe(32);
    expect(ranked.at(-1)?.reason).toBe("its values have no order");
  });

  test("nothing is said of strength below 20 runs", () => {
    const few = rankParameters(trials.slice(0, 19), auc);
    expect(few.every(({correlation}) => correlation === undefined)).toBe(true);
    expect(few.find(({name}) => name === "num_leaves")?.reason).toBe("19 runs, too few to rank");
    const [first, ...rest] = rankParameters(sampleTrials({runs: 15}), auc).map(({name, runs}) => ({name, runs}));
    expect(first).toEqual({name: "boosting", runs: 15});
    expect(rest.at(-1)).toEqual({name: "max_features", runs: 3});
  });

  test("runs without the metric do not count", () => expect(rankParameters(trials, logloss)).toEqual([]));

  test("a note of its own for each run is no parameter to draw", () => {
    const noted = trials.map((run) => ({...run, params: {...run.params, note: `the note of ${run.name}`}}));
    expect(rankParameters(noted, auc).map(({name}) => name)).not.toContain("note");
  });

  test("a parameter named as a property of every object is one like others", () => {
    const odd = trials.map((run, i): RunRow => ({...run, params: i % 2 ? {constructor: "1"} : {}}));
    expect(rankParameters(odd, auc).map(({name}) => name)).toEqual(["constructor"]);
  });
});

describe("importance of parameters", () => {
  test("the one that decides is first, shares add up to 1", () => {
    const {parameters, explained, reason} = parameterImportance(trials, auc);
    expect(reason).toBeUndefined();
    expect(parameters[0].name).toBe("learning_rate");
    expect(parameters.reduce((sum, {share}) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(explained).toBeGreaterThan(0.8);
    expect(parameterImportance(trials, auc)).toEqual(parameterImportance(trials, auc));
  });

  test("nothing is said of a metric that has nothing to do with them, or of few trials", () => {
    const shuffled = trials.map((run, i) => ({...run, metrics: trials[(i * 17 + 5) % trials.length].metrics}));
    expect(parameterImportance(shuffled, auc).reason).toMatch(/cannot predict/);
    expect(parameterImportance(trials.slice(0, 19), auc).reason).toMatch(/too few/);
  });
});

describe("the best so far", () => {
  test("never gets worse, in the order of the trials' start", () => {
    const order = bestSoFar(trials, auc);
    expect(order.map(({number}) => number)).toEqual(Array.from({length: 40}, (_, i) => i + 1));
    expect(order.map(({run}) => run.startTime)).toEqual(order.map(({run}) => run.startTime).toSorted());
    expect(order.map(({best}) => best)).toEqual(order.map(({best}) => best).toSorted());
    expect(order.filter(({isBest}) => isBest).every(({value, best}) => value === best)).toBe(true);
    expect(order.at(-1)?.best).toBe(Math.max(...order.map(({value}) => value)));
  });

  test("is the lowest of a loss, and skips trials without the metric", () => {
    const losses = trials.map(
      (run, i): RunRow => ({...run, metrics: i % 2 ? {} : {logloss: {mean: 1 + i, folds: []}}})
    );
    expect(bestSoFar(losses, logloss)).toHaveLength(20);
    expect(bestSoFar(losses, logloss).at(-1)?.best).toBe(1);
  });
});

describe("the trade-off of the metric against training time", () => {
  const run = (name: string, mean: number, durationMilliseconds?: number) => ({
    ...trials[0],
    runId: name,
    name,
    durationMilliseconds,
    metrics: {auc: {mean, folds: []}}
  });

  test("the front is of runs that no other beats in both, the best last", () => {
    const runs = [run("slow", 0.9, 100), run("worse", 0.8, 90), run("quick", 0.89, 20), run("quickest", 0.7, 5)];
    const {front, best, faster} = tradeOff(runs, auc);
    expect(front.map((point) => point.run.name)).toEqual(["quickest", "quick", "slow"]);
    expect(best?.run.name).toBe("slow");
    expect(faster?.run.name).toBe("quick");
  });

  test("nearly as slow is not faster", () => {
    const {faster} = tradeOff([run("slow", 0.9, 100), run("nearly", 0.89, 80)], auc);
    expect(faster).toBeUndefined();
  });

  test("runs without a time or with a time of 0 have no place", () => {
    expect(tradeOff([run("a", 0.9), run("b", 0.9, 0), run("c", 0.9, 1)], auc).points).toHaveLength(1);
    expect(tradeOff([], auc)).toEqual({points: [], front: [], best: undefined, faster: undefined});
  });
});
