import {testKilledCommands} from "./killedCommands.js";

// The stress suite does it more often.
testKilledCommands({kills: 1, seed: 1});
