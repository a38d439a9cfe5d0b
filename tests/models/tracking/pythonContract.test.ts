import {mkdtemp, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, test} from "vitest";
import {artifactPaths, runKinds, runTags} from "../../../models/tracking/crossValidationRuns.js";
import {defaultExperiment} from "../../../models/tracking/runStore.js";
import {load} from "../../data-loaders/experiments/loaded.js";
import {mlflowPython, runPython, withoutMlflow} from "./mlflowPython.js";

const readme = await readFile("models/tracking/README.md", "utf8");

test("the contract names every tag and artifact by which runs are read", () => {
  const names = [
    defaultExperiment,
    ...Object.values(runTags),
    ...Object.values(runKinds),
    ...Object.values(artifactPaths)
  ];
  expect(names.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});

test.skipIf(mlflowPython === undefined)(
  `the contract's program in Python logs a run that the report shows (${mlflowPython ?? withoutMlflow})`,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "contract-"));
    try {
      const [, program] = /```python\n(.*?)```/s.exec(readme) ?? [];
      runPython(`import os, sys\nos.chdir(sys.argv[1])\n${program}`, [folder]);
      const {experiment, details, warnings} = await load({
        env: {},
        directory: join(folder, "mlruns"),
        staged: join(folder, "none"),
        data: join(folder, "none")
      });
      expect(warnings).toEqual([]);
      expect(experiment.runs).toMatchObject([
        {
          name: "from Python",
          model: "my-model",
          title: "My model",
          threshold: 0.24,
          metrics: {auc: {folds: [0.85, 0.851, 0.852, 0.853, 0.854]}},
          foldsKey: expect.any(String)
        }
      ]);
      expect(details).toMatchObject([{importance: [{feature: "var_0"}, {feature: "var_1"}]}]);
      const auc = details[0].curves.find(({metric}) => metric.name === "auc");
      expect(auc?.series.filter(({part}) => part === "validation").map(({steps}) => steps.length)).toEqual([
        50, 50, 50, 50, 50
      ]);
      const {outOfFold} = details[0];
      expect("positives" in outOfFold && outOfFold.positives + outOfFold.negatives).toBe(1000);
    } finally {
      await rm(folder, {recursive: true});
    }
  }
);
