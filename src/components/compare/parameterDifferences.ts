import {html} from "htl";
import {AbsentValue} from "../columns.js";
import type {ComparedRun} from "./comparedRuns.js";

const logged = ({run: {params}}: ComparedRun, name: string) => (Object.hasOwn(params, name) ? params[name] : undefined);

const allNames = (runs: readonly ComparedRun[]) =>
  [...new Set(runs.flatMap(({run}) => Object.keys(run.params)))].sort((a, b) => a.localeCompare(b, "en"));

/** Names of the parameters that not all of the runs have with the same value. */
export function differingNames(runs: readonly ComparedRun[]): string[] {
  return allNames(runs).filter((name) => runs.some((one) => logged(one, name) !== logged(runs[0], name)));
}

/** “They differ in 8 of 12 parameters”. */
export function parametersFinding(runs: readonly ComparedRun[]): string {
  const all = allNames(runs).length;
  const differing = differingNames(runs).length;
  if (all === 0) return "No parameters were logged";
  if (differing === 0) return all === 1 ? "Their parameter is the same" : `All ${all} parameters are the same`;
  return `They differ in ${differing} of ${all} ${all === 1 ? "parameter" : "parameters"}`;
}

/** The parameters that differ, a column for each run; what is not as in the first run is marked. */
export function ParameterDifferences(runs: readonly ComparedRun[]): HTMLElement {
  const names = differingNames(runs);
  if (names.length === 0) return html`<p class="empty">Nothing to show.</p>`;
  const cell = (one: ComparedRun, name: string) => {
    const value = logged(one, name);
    const isChanged = value !== logged(runs[0], name);
    const content = value ?? AbsentValue(`${one.run.name} has no parameter ${name}`);
    return html`<td class="number">${isChanged ? html`<mark>${content}</mark>` : content}</td>`;
  };
  return html`<div class="table-scroll" role="region" aria-label="Parameters that differ" tabindex="0"><table class="compare-table">
    <thead><tr><th scope="col">Parameter</th>${runs.map(RunHead)}</tr></thead>
    <tbody>${names.map((name) => html`<tr><th scope="row">${name}</th>${runs.map((one) => cell(one, name))}</tr>`)}</tbody>
  </table></div>`;
}

const RunHead = ({run, color}: ComparedRun): HTMLElement =>
  html`<th scope="col" class="number"><i class="dot" style=${`background:${color}`}></i>${run.name}</th>`;

export const parameterData = (runs: readonly ComparedRun[]): Record<string, string>[] =>
  differingNames(runs).map((name) => ({
    parameter: name,
    ...Object.fromEntries(runs.map((one) => [one.run.name, logged(one, name) ?? ""]))
  }));
