import {expect, test} from "vitest";
import {type Arrangement, arrangeRuns} from "../../../data-loaders/experiments/arrangeRuns.js";
import type {Run} from "../../../models/tracking/runStore.js";

let started = 0;

/** A run as a store lists it; by default one that finished with one metric. */
function run(runId: string, {parent, ...of}: Partial<Run> & {parent?: string} = {}): Run {
  const tags = {...(parent && {"mlflow.parentRunId": parent}), ...of.tags};
  return {
    runId,
    name: runId,
    status: "FINISHED",
    startTime: started++,
    endTime: 1,
    params: {},
    metrics: {accuracy: 0.5},
    ...of,
    tags
  };
}

/** `a(b c)` is a row with its folds, `s: t` one with its sweep, `!failed x` what is left out. */
function describe({rows, leftOut, sweeps}: Arrangement): string[] {
  return [
    ...rows.map(({run: {runId}, folds, sweep}) => {
      const of = folds.length > 0 ? `${runId}(${folds.map((fold) => fold.runId).join(" ")})` : runId;
      return sweep ? `${sweep.runId}: ${of}` : of;
    }),
    ...sweeps.map(({runId}) => `sweep ${runId}`),
    ...leftOut.map(({reason, name}) => `!${reason} ${name}`)
  ].sort();
}

const arrange = (...runs: Run[]) => describe(arrangeRuns(runs));
const empty = {metrics: {}};

test.each([
  ["a run without nested ones is a run", [run("a")], ["a"]],
  [
    "nested runs that share a metric are folds, in the order in which they began",
    [run("cv", empty), run("y", {parent: "cv"}), run("x", {parent: "cv"})],
    ["cv(y x)"]
  ],
  [
    "folds are ordered by a parameter",
    [run("cv"), run("y", {parent: "cv", params: {fold: "1"}}), run("x", {parent: "cv", params: {fold: "0"}})],
    ["cv(x y)"]
  ],
  [
    "folds are ordered by the number at the end of their names, as numbers",
    [run("cv"), run("10", {parent: "cv"}), run("9", {parent: "cv"})],
    ["cv(9 10)"]
  ],
  [
    "folds may differ in their seed and their rows",
    [
      run("cv"),
      run("0", {parent: "cv", params: {lr: "1", seed: "1", n_train: "5"}}),
      run("1", {parent: "cv", params: {lr: "1", seed: "2", n_train: "6"}})
    ],
    ["cv(0 1)"]
  ],
  [
    "nested runs of other parameters are trials",
    [run("s", empty), run("0", {parent: "s", params: {lr: "1"}}), run("1", {parent: "s", params: {lr: "2"}})],
    ["s: 0", "s: 1", "sweep s"]
  ],
  [
    "a search that measured what it found is a run beside its trials",
    [run("s"), run("0", {parent: "s", params: {lr: "1"}}), run("1", {parent: "s", params: {lr: "2"}})],
    ["s", "s: 0", "s: 1", "sweep s"]
  ],
  [
    "trials may be cross-validations, and the search may still be running",
    [
      run("s", {...empty, status: "RUNNING"}),
      run("t", {parent: "s", metrics: {}}),
      run("0", {parent: "t"}),
      run("1", {parent: "t"}),
      run("u", {parent: "s", status: "FAILED"})
    ],
    ["!failed u", "s: t(0 1)", "sweep s"]
  ],
  [
    "nested runs with nothing in common are runs, and the one around them no more than a folder",
    [run("p", empty), run("a", {parent: "p"}), run("b", {parent: "p", metrics: {loss: 1}})],
    ["a", "b"]
  ],
  ["one nested run is no cross-validation", [run("p"), run("a", {parent: "p"})], ["a", "p"]],
  [
    "a cross-validation is left out with its folds where one of them failed, as its mean would be another one",
    [run("cv"), run("0", {parent: "cv"}), run("1", {parent: "cv", status: "FAILED"})],
    ["!damaged Run cv (cv): 1 of its 2 nested runs did not finish"]
  ],
  [
    "every end that is none is told",
    [
      run("r", {status: "RUNNING"}),
      run("s", {status: "SCHEDULED"}),
      run("f", {status: "FAILED"}),
      run("k", {status: "KILLED"}),
      run("p", {status: "KILLED", tags: {"sweep.pruned_at": "9"}}),
      run("n", empty)
    ],
    ["!failed f", "!interrupted k", "!pruned p", "!running r", "!running s", "!withoutMetrics n"]
  ],
  ["a run whose parent was deleted stands by itself", [run("a", {parent: "gone"})], ["a"]],
  [
    "a fold of ours whose cross-validation is missing is no run",
    [run("0", {parent: "gone", tags: {kind: "fold", fold: "0"}})],
    ["!orphan 0"]
  ],
  [
    "ours say what they are, whatever else is nested in them",
    [
      run("cv", {params: {folds: "2"}, tags: {kind: "cross-validation"}}),
      run("1", {parent: "cv", params: {lr: "1"}, tags: {kind: "fold", fold: "1"}}),
      run("0", {parent: "cv", params: {lr: "2"}, tags: {kind: "fold", fold: "0"}}),
      run("more", {parent: "cv"})
    ],
    ["cv(0 1)"]
  ],
  [
    "ours without one of their folds are damaged",
    [
      run("cv", {params: {folds: "2"}, tags: {kind: "cross-validation"}}),
      run("1", {parent: "cv", tags: {kind: "fold", fold: "1"}})
    ],
    ["!damaged Run cv (cv): it should have 2 fold runs and has 1"]
  ]
])("%s", (_, runs, expected) => expect(arrange(...runs)).toEqual(expected));

test("runs that are each other's parents are damaged, and end nothing", () => {
  const runs = [run("a", {parent: "b"}), run("b", {parent: "a"}), run("c", {parent: "c"})];
  expect(arrange(...runs)).toEqual(["!damaged a", "!damaged b", "c"]);
});
