import {testKilledCommands} from "./killedCommands.js";

// The stress suite does it more often.
testKilledCommands({kills: 2, seed: 1});
