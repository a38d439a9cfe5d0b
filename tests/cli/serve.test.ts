import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import process from "node:process";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {itNeeds} from "../needs.js";
import {csvRows, fileForm} from "../server/csvRows.js";
import {StagedDirectory, wideModel} from "../server/stagedDirectory.js";

let staged: StagedDirectory;
beforeAll(async () => {
  staged = await StagedDirectory.make(wideModel());
});
afterAll(() => staged.remove());

interface Output {
  stdout: string;
  stderr: string;
}

function start(variables: Record<string, string>): {child: ChildProcess; output: Output} {
  const child = spawn(process.execPath, ["--import", "tsx", "cli/serve.ts"], {
    env: {...process.env, PORT: "0", REPORT_DIRECTORY: "none", MODEL_DIRECTORY: staged.path, ...variables}
  });
  const output = {stdout: "", stderr: ""};
  child.stdout.on("data", (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output.stderr += chunk;
  });
  return {child, output};
}

describe("npm run serve", () => {
  itNeeds("signals, which Windows has not", process.platform !== "win32")(
    "serves until SIGTERM, and logs no value out of the data",
    async () => {
      const {child, output} = start({});
      await expect.poll(() => /http:\S+?(?=\/api)/.exec(output.stderr)?.[0], {timeout: 60_000}).toBeDefined();
      const address = /http:\S+?(?=\/api)/.exec(output.stderr)?.[0];
      const csv = csvRows(3000).replace(/row_2900,[^,]*/, "row_2900,SECRET-VALUE");
      for (const accept of ["application/json", "text/csv"]) {
        const response = await fetch(`${address}/api/v1/classification/inference/uploadfile?SECRET-QUERY=1`, {
          method: "POST",
          body: fileForm(csv),
          headers: {Accept: accept}
        });
        await response.text().catch(() => undefined);
      }
      child.kill("SIGTERM");
      expect(await once(child, "exit")).toEqual([0, null]);
      const lines = output.stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));
      const requests = lines.filter(({msg}) => msg === "request");
      expect(requests).toMatchObject([
        {method: "POST", status: 422, code: "csv-not-a-number"},
        {method: "POST", code: "csv-not-a-number"}
      ]);
      expect(output.stdout + output.stderr).not.toMatch(/SECRET|row_2900/);
    }
  );

  it("says in a sentence what is wrong with its configuration", async () => {
    const {child, output} = start({PORT: "many", MODEL_DIRECTORY: "nowhere"});
    expect(await once(child, "exit")).toEqual([1, null]);
    expect(output.stderr).toMatch(/PORT should be a number from 0 to 65535, not “many”/);
    expect(output.stderr).not.toContain("    at ");
  });

  it("says that there is no model", async () => {
    const {child, output} = start({MODEL_DIRECTORY: "nowhere"});
    expect(await once(child, "exit")).toEqual([1, null]);
    expect(output.stderr).toContain("There is no staged model in nowhere");
  });
});
