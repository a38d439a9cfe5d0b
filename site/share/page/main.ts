import {parseExperiment} from "../../../src/lib/experiment/parseExperiment.js";
import {parseMonitorSummary} from "../../../src/lib/monitoring/parseSummary.js";
import {parseProfiles} from "../../../src/lib/profile/parseProfiles.js";
import {Dashboards} from "./dashboards.js";

// The program of the self-contained file, which holds its data beside it.
const text = (id: string) => document.getElementById(id)?.textContent ?? "";
const dashboards = Dashboards({
  runs: parseExperiment(text("runs")),
  features: parseProfiles(text("features")),
  monitor: parseMonitorSummary(text("monitor"))
});
document.getElementById("observablehq-main")?.replaceChildren(dashboards);
