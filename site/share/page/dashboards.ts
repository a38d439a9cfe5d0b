import {html} from "htl";
import {Card, StatTiles} from "../../../src/components/card.js";
import {DataNotice} from "../../../src/components/dataNotice.js";
import {ExperimentView, type ViewField, viewDefaults} from "../../../src/components/experiments/experimentView.js";
import {Lead} from "../../../src/components/experiments/lead.js";
import {RunExplorer} from "../../../src/components/experiments/runExplorer.js";
import {FeatureDetail} from "../../../src/components/features/featureDetail.js";
import {FeatureTable} from "../../../src/components/features/featureTable.js";
import {featuresFinding} from "../../../src/components/features/findings.js";
import {UptimeChart} from "../../../src/components/monitor/charts.js";
import {describeInterval, monitorFinding, uptimeStats} from "../../../src/components/monitor/findings.js";
import type {UrlState} from "../../../src/components/urlState.js";
import {cardOf} from "../../../src/lib/experiment/dataSource.js";
import {type Experiment, runPageAddress} from "../../../src/lib/experiment/experiment.js";
import type {MonitorSummary} from "../../../src/lib/monitoring/summary.js";
import type {FeatureProfiles} from "../../../src/lib/profile/featureProfile.js";
import {Resized} from "./resized.js";

/** What the file holds as JSON. */
export interface DashboardData {
  experiment: Experiment;
  features: FeatureProfiles;
  monitor: MonitorSummary;
}

/** The report's dashboards on one page, from the components of its pages. */
export function Dashboards({experiment, features, monitor}: DashboardData): HTMLElement {
  const [dataSource] = experiment.dataSources;
  const page = html`<div>
    ${dataSource ? html`<p class="lede">${cardOf(dataSource).description}</p>${DataNotice(dataSource)}` : null}
    ${Experiments(experiment)}
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

/** The runs have pages of their own in the report, not here; what they are compared by is not in a file's address. */
function Experiments(experiment: Experiment): DocumentFragment {
  const view = new ExperimentView(experiment, memoryState());
  return html.fragment`${Lead(view)}${RunExplorer(view, {href: runPageAddress})}`;
}

function memoryState(): UrlState<ViewField> {
  const values = {...viewDefaults};
  const set = (changed: Partial<Record<ViewField, string>>) => void Object.assign(values, changed);
  return {get: (name) => values[name], set, push: set, onReturn: () => () => {}};
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
