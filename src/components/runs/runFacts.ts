import {html} from "htl";
import type {DataSource} from "../../lib/experiment/dataSource.js";
import {cardOf} from "../../lib/experiment/dataSource.js";
import type {RunDetail, RunRow} from "../../lib/experiment/experiment.js";
import {CopyButton} from "../clipboard.js";
import {formatBytes, formatCount, formatDate, formatDuration} from "../format.js";

interface Fact {
  label: string;
  value: string | Node;
}

/** The parameters and their values in as many columns as there is room for. */
export function ParameterList({params}: Pick<RunRow, "params">): HTMLElement {
  const entries = Object.entries(params).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return html`<p class="empty">The run logged no parameters.</p>`;
  return html`<dl class="parameter-list">${entries.map(
    ([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`
  )}</dl>`;
}

/** How the run was made: command, commit, data, seed, versions, stages, artifacts. */
export function RunFacts(run: RunRow, detail: RunDetail, source: DataSource | undefined): HTMLElement {
  const facts = [
    ...optional("Command", detail.command, (command) =>
      copyable(command, html`<code class="command">${command}</code>`)
    ),
    ...optional("Commit", detail.commit, (commit) => copyable(commit, commitWords(commit, detail))),
    ...optional("Data", source, (data) =>
      copyable(
        data.digest,
        html`<span>${cardOf(data).title}, ${formatCount(data.trainRows)} rows, SHA-256 <code>${data.digest.slice(0, 12)}</code></span>`
      )
    ),
    ...optional("Seed", detail.seed, (seed) => seed),
    {label: "Started", value: `${formatDate(run.startTime)}${detail.user ? `, by ${detail.user}` : ""}`},
    ...optional("Duration", run.durationMilliseconds, formatDuration),
    ...optional("Stages", nonEmpty(detail.stages), (stages) =>
      stages.map(({name, milliseconds}) => `${name} ${formatDuration(milliseconds)}`).join(" · ")
    ),
    ...optional("Versions", nonEmpty(Object.entries(detail.versions)), (versions) =>
      versions.map(([program, version]) => `${program} ${version}`).join(" · ")
    ),
    ...optional("Artifacts", nonEmpty(detail.artifacts), (artifacts) => ArtifactList(artifacts)),
    ...Object.entries(detail.tags).map(([label, value]): Fact => ({label, value})),
    {label: "Run", value: copyable(run.runId, runWords(run, detail))}
  ];
  return html`<dl class="facts">${facts.map(({label, value}) => html.fragment`<dt>${label}</dt><dd>${value}</dd>`)}</dl>`;
}

function optional<T>(label: string, value: T | undefined, words: (value: T) => string | Node): Fact[] {
  return value === undefined || value === "" ? [] : [{label, value: words(value)}];
}

const nonEmpty = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined);

const copyable = (text: string, shown: Node): Node => html`<span class="copyable">${shown} ${CopyButton(text)}</span>`;

const commitWords = (commit: string, {branch, isDirty}: RunDetail): Node =>
  html`<span><code>${commit.slice(0, 12)}</code>${branch ? ` on ${branch}` : ""}${isDirty ? ", with changes that were not committed" : ""}</span>`;

const runWords = ({runId, experiment}: RunRow, {mlflowLink}: RunDetail): Node =>
  html`<span><code>${runId.slice(0, 12)}</code> of experiment ${experiment}${mlflowLink ? html`, <a href=${mlflowLink}>in MLflow</a>` : null}</span>`;

/** More than this many are folded. */
const fewArtifacts = 6;

function ArtifactList(artifacts: Readonly<RunDetail["artifacts"]>): HTMLElement {
  const list = html`<ul class="artifacts">${artifacts.map(({path, bytes}) => html`<li><code>${path}</code>${bytes === undefined ? "" : ` ${formatBytes(bytes)}`}</li>`)}</ul>`;
  if (artifacts.length <= fewArtifacts) return list;
  return html`<details><summary>${formatCount(artifacts.length)} files</summary>${list}</details>`;
}
