import {mkdir, mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, it} from "vitest";
import {copyRunDetails, findMissingDetails} from "../../../site/output/runDetails.js";
import {formatExperiment} from "../../../src/lib/experiment/formatExperiment.js";
import {sampleReport} from "../../fixtures/experimentSamples.js";

let project: string;
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), "details-"));
  await mkdir(join(project, "dist/_file/data"), {recursive: true});
  await writeFile(join(project, "dist/_file/data/experiment.0123abcd.json"), formatExperiment(sampleReport()));
});
afterEach(() => rm(project, {recursive: true, force: true}));

it("copies what pages fetch of runs, and names what is missing", async () => {
  const [first, ...others] = sampleReport().runs;
  const cache = join(project, "src/.observablehq/cache/data/runs");
  await mkdir(cache, {recursive: true});
  const names = [`${first.runId}.json`, `${first.runId}.bin`, `rows-${first.foldsKey}.bin`];
  for (const name of names) await writeFile(join(cache, name), "");
  await copyRunDetails(project, "dist");
  const missing = (await findMissingDetails(join(project, "dist"))).map(({message}) => message);
  expect(missing).toEqual(
    others.flatMap(({runId}) =>
      [`${runId}.json`, `${runId}.bin`].map((name) => `missing detail of a run: data/runs/${name}`)
    )
  );
});

it("asks for nothing of a site without runs", async () => {
  expect(await findMissingDetails(join(project, "nowhere"))).toEqual([]);
  await copyRunDetails(project, "dist");
});
