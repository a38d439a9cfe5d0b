import {FileAttachment} from "observablehq:stdlib";
import {runPageAddress} from "../../lib/experiment/experiment.js";
import {parseExperiment} from "../../lib/experiment/parseExperiment.js";
import {readProfiles} from "../../lib/profile/profileTable.js";
import {reportPages} from "../../lib/shell/pages.js";
import type {SearchEntry} from "../../lib/shell/searchEntries.js";

/**
 * All that the search finds: the pages, the runs and the features.
 * @param menu the names of the pages that this report has
 */
export async function loadEntries(menu: readonly string[]): Promise<SearchEntry[]> {
  const [{runs}, {features}] = await Promise.all([
    FileAttachment("../../data/experiment.json").text().then(parseExperiment),
    FileAttachment("../../data/features.arrow")
      .arrayBuffer()
      .then((bytes: ArrayBuffer) => readProfiles(new Uint8Array(bytes)))
  ]);
  return [
    ...reportPages
      .filter(({name}) => menu.includes(name))
      .map(({name, path, words}) => ({kind: "page" as const, name, address: path.slice(1), words})),
    ...runs.map(({name, runId, model}) => ({
      kind: "run" as const,
      name,
      address: runPageAddress({runId}).slice(2),
      words: model
    })),
    ...features.map(({name}) => ({
      kind: "feature" as const,
      name,
      address: `features?${new URLSearchParams({feature: name})}`
    }))
  ];
}
