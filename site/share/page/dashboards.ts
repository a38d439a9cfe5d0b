import {html} from "htl";
import {Card, StatTiles} from "../../../src/components/card.js";
import {DataNotice} from "../../../src/components/dataNotice.js";
import {modelColors} from "../../../src/components/encoding.js";
import {FeatureDetail} from "../../../src/components/features/featureDetail.js";
import {FeatureTable} from "../../../src/components/features/featureTable.js";
import {featuresFinding} from "../../../src/components/features/findings.js";
import {UptimeChart} from "../../../src/components/monitor/charts.js";
import {describeInterval, monitorFinding, uptimeStats} from "../../../src/components/monitor/findings.js";
import {championFinding, foldFinding, intervalNote} from "../../../src/components/runs/findings.js";
import {FoldMetricChart} from "../../../src/components/runs/foldMetricChart.js";
import {differingParameters} from "../../../src/components/runs/runFilter.js";
import {championStats} from "../../../src/components/runs/runStats.js";
import {RunsTable} from "../../../src/components/runs/runsTable.js";
import type {ExperimentSummary} from "../../../src/lib/experiment/crossValidation.js";
import {cardOf} from "../../../src/lib/experiment/dataSource.js";
import type {MonitorSummary} from "../../../src/lib/monitoring/summary.js";
import type {FeatureProfiles} from "../../../src/lib/profile/featureProfile.js";
import {Resized} from "./resized.js";

/** What the file holds as JSON. */
export interface DashboardData {
  runs: ExperimentSummary;
  features: FeatureProfiles;
  monitor: MonitorSummary;
}

/** The report's dashboards on one page, from the components of its pages. */
export function Dashboards({runs, features, monitor}: DashboardData): HTMLElement {
  const page = html`<div>
    <h1>${championFinding(runs)}</h1>
    <p class="lede">${cardOf(runs.dataSource).description}</p>
    ${DataNotice(runs.dataSource)}
    ${StatTiles(championStats(runs))}
    ${Experiments(runs)}
    <h1>${featuresFinding(features)}</h1>
    ${Features(features)}
    ${monitor.services.length > 0 ? Monitor(monitor) : null}
  </div>`;
  // The runs have pages of their own in the report, not here.
  page.addEventListener("click", (event: Event) => {
    if (event.target instanceof Element && event.target.closest("a[href]")) event.preventDefault();
  });
  return page;
}

function Experiments({runs, championId, stagedId}: ExperimentSummary): DocumentFragment {
  const color = modelColors(runs);
  const table = RunsTable(runs, {parameters: differingParameters(runs), color, championId, stagedId});
  const chart = html`<div></div>`;
  const draw = () =>
    chart.replaceChildren(Resized((width) => FoldMetricChart(runs, {width, color, selected: table.value.selected})));
  table.addEventListener("input", draw);
  draw();
  return html.fragment`${Card(table, {title: "All runs", note: "Means over the folds ± one standard deviation. Select runs to highlight them below."})}
    ${Card(chart, {title: foldFinding(runs), note: `A small dot is one validation fold, the tick the mean, the line one standard deviation to either side. ${intervalNote}`})}`;
}

function Features({features, positiveRate}: FeatureProfiles): HTMLElement {
  const table = FeatureTable(features);
  const detail = html`<div class="detail"></div>`;
  const draw = () => {
    const feature = features.find(({name}) => name === table.value.selected);
    if (feature) detail.replaceChildren(Resized((width) => FeatureDetail(feature, {width, positiveRate})));
  };
  table.addEventListener("input", draw);
  draw();
  return html`<div class="master-detail">
    <div class="frame">${table}<p class="caption">Grey area: train; outline: test; red line: share of target 1 in each bin. Choose a row for its details.</p></div>
    ${detail}
  </div>`;
}

function Monitor(monitor: MonitorSummary): DocumentFragment {
  return html.fragment`<h1>${monitorFinding(monitor)}</h1>
    ${StatTiles(uptimeStats(monitor))}
    ${Card(
      Resized((width) => UptimeChart(monitor, {width})),
      {
        title: "Response history",
        note: `A bar is ${describeInterval(monitor)}; the share of failed health checks fills it from below.`
      }
    )}`;
}
