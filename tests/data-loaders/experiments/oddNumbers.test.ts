import fc from "fast-check";
import {expect, test} from "vitest";
import {arrangeRuns} from "../../../data-loaders/experiments/arrangeRuns.js";
import {metricColumns} from "../../../data-loaders/experiments/metricColumns.js";
import {runRow} from "../../../data-loaders/experiments/runRow.js";
import {stagedMetrics} from "../../../models/staging/describeRun.js";
import {runTags} from "../../../models/tracking/crossValidationRuns.js";
import {mlflowTags, type Run} from "../../../models/tracking/runStore.js";
import {foldMetricsFinding} from "../../../src/components/runs/foldMetrics.js";
import {separationFinding} from "../../../src/components/runs/scoresByTarget.js";
import {foldFinding, leadFinding, leadLede, rankFinding} from "../../../src/components/runs/verdictWords.js";
import {UserError} from "../../../src/lib/errors.js";
import {type Experiment, measuredMetric, rankByMetric} from "../../../src/lib/experiment/experiment.js";
import {formatExperiment} from "../../../src/lib/experiment/formatExperiment.js";
import {parseExperiment} from "../../../src/lib/experiment/parseExperiment.js";
import {QueryFields} from "../../../src/lib/experiment/query/fields.js";
import {matchQuery} from "../../../src/lib/experiment/query/matchQuery.js";
import {parseQuery} from "../../../src/lib/experiment/query/parseQuery.js";
import {runColumns} from "../../../src/lib/experiment/runColumns.js";
import {measureAll, Predictions, primaryMetric} from "../../../src/lib/metrics/metrics.js";
import {correctedInterval, spread} from "../../../src/lib/metrics/spread.js";
import {parseManifest} from "../../../src/lib/staged/parseManifest.js";
import {foldMetrics, isSound, odd, share} from "../../fixtures/oddMetrics.js";
import {sampleDataSource} from "../../fixtures/reportSamples.js";
import {manifest} from "../../fixtures/stagedModel.js";

/** Three cross-validations of one to four folds, as a store gives them. */
const crossValidations = fc.array(fc.array(foldMetrics, {minLength: 1, maxLength: 4}), {minLength: 1, maxLength: 3});

const run = (runId: string, of: Partial<Run>): Run => ({
  runId,
  name: runId,
  status: "FINISHED",
  startTime: 0,
  endTime: 1,
  params: {},
  tags: {},
  metrics: {},
  ...of
});

const storeOf = (all: readonly (readonly Record<string, number>[])[]) =>
  all.map((folds, i) => ({
    parent: run(`run-${i}`, {
      params: {folds: String(folds.length)},
      tags: {[runTags.kind]: "cross-validation", [runTags.model]: `model-${i}`}
    }),
    folds: folds.map((values, fold) =>
      run(`fold-${i}-${fold}`, {
        tags: {[runTags.kind]: "fold", [runTags.fold]: String(fold), [mlflowTags.parentRunId]: `run-${i}`},
        metrics: values
      })
    )
  }));

test("whatever is logged, only sound runs rank and stage, every sentence is one, and JSON is strict", () => {
  fc.assert(
    fc.property(crossValidations, (all) => {
      const store = storeOf(all);
      const {rows, leftOut} = arrangeRuns(store.flatMap(({parent, folds}) => [parent, ...folds]));
      expect({rows: rows.length, leftOut}).toEqual({rows: all.length, leftOut: []});
      const has = {curves: false, outOfFold: false, importance: false};
      const runs = rows.map((row) => ({...runRow(row, {experiment: "e", data: 0}), has, detail: "0"}));
      const {metrics, primaryMetric: primary} = metricColumns(runs, []);
      const experiment: Experiment = {
        names: ["e"],
        store: "s",
        dataSources: [sampleDataSource],
        primaryMetric: primary,
        metrics,
        championId: null,
        stagedId: null,
        runs,
        leftOut: [],
        sweeps: []
      };
      const read = parseExperiment(formatExperiment(experiment));
      expect(read.runs).toHaveLength(runs.length);

      for (const metric of metrics)
        for (const {runId} of rankByMetric(read.runs, metric))
          expect(all[Number(runId.slice(4))].every(isSound)).toBe(true);

      const sentences = [
        ...read.metrics.flatMap((metric) => [
          leadFinding(read.runs, metric, read),
          leadLede(read.runs, metric, read),
          ...read.runs.flatMap((each) => [
            rankFinding(each, read.runs, metric),
            foldFinding(each, read.runs[0], metric)
          ])
        ]),
        ...read.runs.flatMap((each) => [
          ...read.metrics.map((metric) => foldMetricsFinding(each, metric)),
          separationFinding(each)
        ])
      ];
      for (const sentence of sentences) {
        expect(sentence).not.toMatch(/undefined|null|\bInfinity|\[object/);
        if (/leads|interval/.test(sentence)) expect(sentence).not.toContain("NaN");
      }
      const fields = new QueryFields(runColumns(read, read.runs));
      if (fields.find("auc")) {
        const isFound = matchQuery(
          parseQuery("auc >= 0", fields),
          fields,
          read.runs.map(({name}) => name)
        );
        expect(read.runs.filter((_, row) => isFound(row))).toEqual(
          read.runs.filter((each) => (measuredMetric(each, "auc")?.mean ?? -1) >= 0)
        );
      }

      const auc = metrics.find(({name}) => name === primaryMetric);
      const [champion] = auc === undefined ? [] : rankByMetric(runs, auc);
      for (const {parent, folds} of store) {
        let text: string;
        try {
          text = JSON.stringify({...manifest, metrics: stagedMetrics(parent, folds)});
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          expect(parent.runId).not.toBe(champion?.runId);
          continue;
        }
        expect(parseManifest(text).metrics.auc?.mean).toBeGreaterThanOrEqual(0);
        expect(folds.every(({metrics: values}) => isSound(values))).toBe(true);
      }
    }),
    {numRuns: 500}
  );
});

test("predictions of any probability have finite metrics or none", () => {
  const probability = fc.oneof(share, fc.constantFrom(-0, 0, 1, Number.MIN_VALUE, 5e-310));
  const rows = fc.array(fc.tuple(fc.constantFrom(0, 1), probability), {maxLength: 20});
  fc.assert(
    fc.property(rows, fc.oneof(share, odd), (table, threshold) => {
      const labels = table.map(([label]) => label);
      const values = measureAll(
        new Predictions(
          labels,
          table.map(([, value]) => value),
          threshold
        )
      );
      for (const [name, value] of Object.entries(values)) expect(Number.isFinite(value), name).toBe(true);
      expect("auc" in values).toBe(labels.includes(0) && labels.includes(1));
    })
  );
});

test("spreads and intervals of any numbers are finite or absent", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.double(), odd), {maxLength: 6}), (values) => {
      for (const summary of [spread(values), correctedInterval(values)])
        if (summary) expect(Object.values(summary).every(Number.isFinite)).toBe(true);
    })
  );
});
