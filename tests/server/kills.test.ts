import {testKilledServer} from "./killedServer.js";

// The stress suite does it more often.
testKilledServer({kills: 2, seed: 1});
