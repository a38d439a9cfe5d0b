import {describe, expect, it} from "vitest";
import {readConfiguration} from "../../server/settings/configuration.js";

describe("the configuration", () => {
  it("has a default for everything", () => {
    expect(readConfiguration()).toMatchObject({
      host: "127.0.0.1",
      port: 8000,
      modelDirectory: "models/staged",
      reportDirectory: "dist",
      corsOrigins: [],
      limits: {uploadBytes: 500_000_000, requestsPerMinute: 0}
    });
    expect(readConfiguration({PORT: "", HOST: " "})).toEqual(readConfiguration());
  });

  it("takes what the environment says", () => {
    const variables = {PORT: "80", REPORT_DIRECTORY: "none", CORS_ORIGINS: "https://a.org, http://localhost:3000"};
    const {port, reportDirectory, corsOrigins} = readConfiguration(variables);
    expect({port, reportDirectory, corsOrigins}).toEqual({
      port: 80,
      reportDirectory: undefined,
      corsOrigins: ["https://a.org", "http://localhost:3000"]
    });
  });

  it("names every wrong variable at once", () => {
    const variables = {
      PORT: "http",
      MAX_ROWS: "1.5",
      MAX_IDLE_SECONDS: "0",
      SCORING_THREADS: "1000",
      LOG_LEVEL: "loud",
      CORS_ORIGINS: "https://a.org/path"
    };
    let message = "";
    try {
      readConfiguration(variables);
    } catch (error) {
      expect(error).toMatchObject({code: "configuration-invalid"});
      message = String(error);
    }
    for (const [name, value] of Object.entries(variables))
      expect(message).toMatch(new RegExp(`${name} should be .*“${value}”`));
  });
});
