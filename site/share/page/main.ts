import {parseExperiment} from "../../../src/lib/experiment/parseExperiment.js";
import {parseMonitorSummary} from "../../../src/lib/monitoring/parseSummary.js";
import {readProfiles} from "../../../src/lib/profile/profileTable.js";
import {Dashboards} from "./dashboards.js";

// The program of the self-contained file, which holds its data beside it.
const text = (id: string) => document.getElementById(id)?.textContent ?? "";
const dashboards = Dashboards({
  experiment: parseExperiment(text("experiment")),
  features: readProfiles(Uint8Array.from(atob(text("features")), (character) => character.charCodeAt(0))),
  monitor: parseMonitorSummary(text("monitor"))
});
document.getElementById("observablehq-main")?.replaceChildren(dashboards);
