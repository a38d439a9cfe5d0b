import {html} from "htl";
import {serviceTitles} from "../../lib/monitoring/history.js";
import type {MonitorSummary} from "../../lib/monitoring/summary.js";
import {formatDuration} from "../format.js";
import {formatTime} from "./findings.js";

/** The latest outages of all services, newest first. */
export function OutageTable({services}: MonitorSummary): HTMLElement {
  const outages = services
    .flatMap(({service, outages}) => outages.map((outage) => ({...outage, service})))
    .sort((a, b) => b.since - a.since);
  if (outages.length === 0) return html`<p>None.</p>`;
  return html`<div class="table-scroll" role="region" aria-label="Outages" tabindex="0"><table class="two-line">
    <thead><tr><th scope="col">Service</th><th scope="col">Start</th><th scope="col">Duration</th><th scope="col">Cause</th></tr></thead>
    <tbody>${outages.map(
      ({service, since, until, reason}) => html`<tr>
        <th scope="row">${serviceTitles[service]}</th>
        <td>${formatTime(since)}</td>
        <td>${until === undefined ? html`<strong>ongoing</strong>` : formatDuration(until - since)}</td>
        <td>${reason}</td>
      </tr>`
    )}</tbody>
  </table></div>`;
}
