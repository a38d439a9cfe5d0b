import process from "node:process";
import {testKilledCommands} from "./killedCommands.js";

// STRESS_SEED gives other moments, STRESS_KILLS another number of them.
testKilledCommands({kills: Number(process.env.STRESS_KILLS ?? 150), seed: Number(process.env.STRESS_SEED ?? 1)});
