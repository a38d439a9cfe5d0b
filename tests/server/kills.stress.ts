import process from "node:process";
import {testKilledServer} from "./killedServer.js";

// STRESS_SEED gives other moments, STRESS_KILLS another number of them.
testKilledServer({kills: Number(process.env.STRESS_KILLS ?? 150), seed: Number(process.env.STRESS_SEED ?? 1)});
