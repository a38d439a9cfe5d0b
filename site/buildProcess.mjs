// Loaded into Framework's build before its own code.
import process from "node:process";
import {setCurrentDate} from "@observablehq/framework/dist/config.js";

// File names and modules have the time in them at which a data file was written: with one time for all of them, the
// same content makes the same bytes.
setCurrentDate(new Date(0));

// A build whose parent was killed would go on, in the caches of the next one.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && process.exit(1), 100).unref();
