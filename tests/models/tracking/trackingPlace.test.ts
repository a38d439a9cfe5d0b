import {execFileSync, spawnSync} from "node:child_process";
import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {createServer as createProxy} from "node:http";
import {createServer} from "node:https";
import {connect} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {openRunStore} from "../../../models/tracking/openRunStore.js";
import {type Environment, trackingPlace} from "../../../models/tracking/trackingPlace.js";
import {portOf} from "../../fixtures/httpServer.js";
import {itNeeds} from "../../needs.js";

describe("MLflow's environment variables", () => {
  test.each([
    ["databricks", /Databricks is not supported/],
    ["databricks://profile", /Databricks is not supported/],
    ["sqlite:///mlflow.db", /mlflow server --backend-store-uri sqlite:…/],
    ["postgresql://ann:secret@db/mlflow", /mlflow server --backend-store-uri postgresql:…/],
    ["s3://bucket/mlruns", /not s3:…/]
  ])("%s is no place for runs, and the message says what is", (uri, message) => {
    let error: unknown;
    try {
      trackingPlace({env: {MLFLOW_TRACKING_URI: uri}});
    } catch (caught) {
      error = caught;
    }
    expect(error).toMatchObject({code: "bad-tracking-uri", message: expect.stringMatching(message)});
    expect(JSON.stringify(error)).not.toContain("secret");
  });

  test("name the experiment, in every store", () => {
    const named = (uri: string) => openRunStore({env: {MLFLOW_TRACKING_URI: uri, MLFLOW_EXPERIMENT_NAME: "mine"}});
    expect(named("http://127.0.0.1:9").experiment).toBe("mine");
    expect(named("some/folder").experiment).toBe("mine");
    expect(openRunStore({env: {}}).experiment).toBe("santander-transactions");
  });

  test("give the credentials and the time limit of requests", () => {
    const env = {
      MLFLOW_TRACKING_URI: "https://mlflow.example",
      MLFLOW_TRACKING_TOKEN: "token",
      MLFLOW_TRACKING_INSECURE_TLS: "true",
      MLFLOW_HTTP_REQUEST_TIMEOUT: "7"
    };
    expect(trackingPlace({env})).toMatchObject({
      kind: "server",
      options: {token: "token", isInsecure: true, timeLimit: 7000}
    });
  });
});

describe("a server behind TLS", () => {
  const folder = mkdtempSync(join(tmpdir(), "tls-"));
  const [key, certificate] = ["key.pem", "certificate.pem"].map((name) => join(folder, name));
  const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
  const asked: (string | undefined)[] = [];
  let port = 0;
  let close: () => void = () => undefined;

  beforeAll(async () => {
    if (!hasOpenssl) return;
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
    const files = ["-keyout", key, "-out", certificate];
    execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", ...files, ...subject], {
      stdio: "ignore"
    });
    const server = createServer({key: readFileSync(key), cert: readFileSync(certificate)}, (request, response) => {
      asked.push(request.headers.authorization);
      response.writeHead(404).end(JSON.stringify({error_code: "RESOURCE_DOES_NOT_EXIST", message: "none"}));
    });
    await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
    port = portOf(server);
    close = () => void server.close();
  });

  afterAll(() => {
    close();
    rmSync(folder, {recursive: true, force: true});
  });

  const search = (env: Environment) =>
    openRunStore({env: {MLFLOW_TRACKING_URI: `https://localhost:${port}`, ...env}}).searchRuns();

  itNeeds("openssl", hasOpenssl)("is not believed, unless its certificate is known or none is asked for", async () => {
    await expect(search({})).rejects.toMatchObject({code: "mlflow-unreachable"});
    const nothing = {runs: [], damaged: []};
    expect(await search({MLFLOW_TRACKING_INSECURE_TLS: "true", MLFLOW_TRACKING_TOKEN: "token"})).toEqual(nothing);
    expect(asked).toEqual(["Bearer token"]);
    expect(await search({MLFLOW_TRACKING_SERVER_CERT_PATH: certificate})).toEqual(nothing);
    const none = {MLFLOW_TRACKING_SERVER_CERT_PATH: join(folder, "none.pem")};
    expect(() => search(none)).toThrow(expect.objectContaining({code: "file-missing"}));
  });

  itNeeds("openssl", hasOpenssl)("is reached through the proxy of HTTPS_PROXY", async () => {
    const tunnels: (string | undefined)[] = [];
    const proxy = createProxy().on("connect", (request, socket) => {
      tunnels.push(request.url);
      const target = connect(port, "localhost", () => {
        socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
        target.pipe(socket).pipe(target);
      });
      target.on("error", () => socket.destroy());
      socket.on("error", () => target.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    const before = process.env.HTTPS_PROXY;
    process.env.HTTPS_PROXY = `http://127.0.0.1:${portOf(proxy)}`;
    try {
      const found = await search({MLFLOW_TRACKING_SERVER_CERT_PATH: certificate});
      expect(found).toEqual({runs: [], damaged: []});
      expect(tunnels).toEqual([`localhost:${port}`]);
    } finally {
      if (before === undefined) delete process.env.HTTPS_PROXY;
      else process.env.HTTPS_PROXY = before;
      proxy.closeAllConnections();
      proxy.close();
    }
  });
});
