import {dirname, join} from "node:path";
import process from "node:process";
import {ensureBuilt} from "../lightgbm-wasm/build.js";
import {redisProgram} from "../tests/models/sweeps/queue/redisServer.js";
import {postgresPrograms} from "../tests/models/tracking/postgres.js";
import {pythonEnvironment} from "../tests/python.js";
import {installDebianPackage, runProgram} from "../tests/steps/programs.js";
import {ensurePython} from "../tests/steps/pythonEnvironment.js";
import {runCommand} from "./command.js";

await runCommand({
  name: "stress",
  summary: "Runs the tests that take too long for npm test: faults, kills, full disks, slow and hostile clients.",
  positionals: [
    {name: "FOLDER", description: "run those below it, such as tests/server; all if left out", optional: true}
  ],
  options: {},
  async run({positionals: [folder], signal}) {
    await ensureBuilt();
    const python = await ensurePython({signal});
    if (python !== undefined) process.env.TEST_PYTHON = python;
    const schemathesis = pythonEnvironment(new URL("../tests/server/schemathesis/requirements.txt", import.meta.url));
    const made = await ensurePython({
      environment: schemathesis,
      purpose: "with schemathesis for the API's OpenAPI document",
      otherwise: "Its test is skipped.",
      signal
    });
    if (made !== undefined) process.env.SCHEMATHESIS ??= join(dirname(made), "schemathesis");
    const validator = pythonEnvironment(new URL("../tests/ops/kubernetes/requirements.txt", import.meta.url));
    const validating = await ensurePython({
      environment: validator,
      purpose: "with kubernetes-validate for ops/kubernetes",
      otherwise: "Its test is skipped.",
      signal
    });
    if (validating !== undefined) process.env.KUBERNETES_VALIDATE ??= join(dirname(validating), "kubernetes-validate");
    if (postgresPrograms === undefined) installDebianPackage("postgresql");
    if (redisProgram === undefined) installDebianPackage("redis-server");
    const patterns = folder === undefined ? [] : [folder];
    process.exit(await runProgram("vitest", "vitest.mjs", ["run", "--project", "stress", ...patterns]));
  }
});
