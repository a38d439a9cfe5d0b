import {type DashboardData, Dashboards} from "./dashboards.js";

// The program of the self-contained file, which holds its data beside it.
const data: DashboardData = JSON.parse(document.getElementById("data")?.textContent ?? "");
document.getElementById("observablehq-main")?.replaceChildren(Dashboards(data));
