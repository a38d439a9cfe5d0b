import {expect, test} from "vitest";
import {run} from "../compile/command.js";

/** Starts another process, says its id, and waits for it. */
const parent = `
  const {spawn} = require("node:child_process");
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {stdio: "inherit"});
  process.on("SIGINT", () => {});
  child.on("exit", (_, signal) => { console.log(signal); process.exit(1); });
  require("node:fs").writeSync(2, "started");
  setTimeout(() => {}, 60000);
`;

test("a program's output and exit code are collected; one that is not there has 127", async () => {
  expect(await run(process.execPath, ["-e", "console.log(1); console.error(2); process.exit(3)"])).toEqual({
    status: 3,
    stdout: "1\n",
    stderr: "2\n"
  });
  expect(await run("no-such-program", [])).toMatchObject({status: 127});
});

test("a signal ends a program with all that it has started", async () => {
  const signal = AbortSignal.timeout(1_500);
  expect(await run(process.execPath, ["-e", parent], {signal})).toEqual({
    status: 1,
    stdout: "SIGINT\n",
    stderr: "started"
  });
}, 20_000);
