import Ajv from "ajv";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {csvRows, fileForm} from "./csvRows.js";
import {wideFeatures} from "./stagedDirectory.js";
import {startTestServer, type TestServer} from "./testServer.js";

interface Operation {
  operationId: string;
  parameters?: {name: string}[];
  requestBody?: {content: Record<string, {schema: object}>};
  responses: Record<string, {content?: Record<string, {schema: object}>}>;
}

interface OpenApi {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
}

const row = Object.fromEntries(["ID_code", ...wideFeatures].map((column) => [column, 1]));
const upload = "/api/v1/classification/inference/uploadfile";
const predict = "/api/v1/classification/inference/predict";

let server: TestServer;
let document: OpenApi;
beforeAll(async () => {
  server = await startTestServer();
  document = await (await fetch(`${server.address}/api/v1/openapi.json`)).json();
});
afterAll(() => server.close());

const json = (body: unknown): RequestInit => ({
  method: "POST",
  headers: {"Content-Type": "application/json"},
  body: JSON.stringify(body)
});
const file = (csv: string): RequestInit => ({method: "POST", body: fileForm(csv)});

/** The schema that the document has for an answer; 4xx stands for its whole class. */
function schemaOf(path: string, method: string, status: number, mediaType: string): object {
  const {responses} = document.paths[path][method];
  const schema = (responses[status] ?? responses[`${Math.floor(status / 100)}XX`])?.content?.[mediaType]?.schema;
  if (schema === undefined) throw new Error(`The document does not know ${method} ${path} → ${status} ${mediaType}.`);
  return schema;
}

const newAjv = () => new Ajv({strict: false, formats: {"date-time": true}});

describe("the OpenAPI document", () => {
  it("lists the service's routes", () => {
    expect(document.openapi).toBe("3.0.3");
    expect(Object.keys(document.paths).sort()).toEqual(
      ["/", "/api/v1/model", predict, upload, "/health", "/invocations", "/ready"].sort()
    );
    expect(Object.keys(document.paths[upload].post.requestBody?.content ?? {})).toEqual([
      "text/csv",
      "multipart/form-data"
    ]);
    expect(document.paths[upload].post.parameters).toMatchObject([
      {name: "probability"},
      {name: "findings"},
      {name: "spreadsheet"}
    ]);
  });

  it.for<[string, string, number, RequestInit]>([
    ["/", "/", 200, {}],
    ["/health", "/health", 200, {}],
    ["/ready", "/ready", 200, {}],
    ["/api/v1/model", "/api/v1/model", 200, {}],
    [upload, upload, 200, file(csvRows(2))],
    [upload, `${upload}?probability=true`, 200, file(csvRows(2))],
    [upload, `${upload}?findings=true`, 200, file(csvRows(2))],
    [upload, upload, 422, {method: "POST"}],
    [upload, upload, 422, file("a,b\n1,2\n")],
    [upload, `${upload}?probability=2`, 422, file(csvRows(2))],
    [predict, predict, 200, json([row])],
    [predict, `${predict}?probability=true`, 200, json([row, {...row, var_0: null}])],
    [predict, `${predict}?findings=true`, 200, json([row, {...row, var_0: null}])],
    [predict, predict, 200, json(row)],
    [upload, upload, 200, {method: "POST", headers: {"Content-Type": "text/csv"}, body: csvRows(2)}],
    ["/invocations", "/invocations", 200, json({dataframe_records: [row]})],
    ["/invocations", "/invocations", 422, json({})],
    [predict, predict, 422, json({})],
    [predict, predict, 422, json([{...row, var_3: "three"}])],
    [predict, predict, 400, {...json([]), body: "{"}],
    [predict, predict, 415, {method: "POST", headers: {"Content-Type": "text/plain"}, body: "x"}]
  ])("describes what %s answers (%s, %i)", async ([path, address, status, init]) => {
    const response = await fetch(server.address + address, init);
    expect(response.status).toBe(status);
    const [mediaType] = (response.headers.get("content-type") ?? "").split(";");
    const schema = schemaOf(path, (init.method ?? "GET").toLowerCase(), status, mediaType);
    const ajv = newAjv();
    const valid = ajv.validate(schema, await response.json());
    expect(ajv.errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });

  it("describes the bodies that it takes", () => {
    const schema = document.paths[predict].post.requestBody?.content["application/json"].schema ?? false;
    const validate = newAjv().compile(schema);
    expect(validate([row, {...row, var_0: null}])).toBe(true);
    expect(validate([{...row, var_0: "one"}])).toBe(false);
    expect(validate([])).toBe(false);
  });
});

describe("health", () => {
  it("answers HEAD as well", async () => {
    for (const path of ["/", "/health", "/ready"]) {
      const response = await fetch(server.address + path, {method: "HEAD"});
      expect(response.status).toBe(200);
      expect(await response.text()).toBe("");
    }
  });

  it("describes the loaded model", async () => {
    const model = await (await fetch(`${server.address}/api/v1/model`)).json();
    expect(model).toMatchObject({model: "lightgbm", idColumn: "ID_code", threshold: 0.5, features: wideFeatures});
  });

  it("answers what is not there in the form of every other error", async () => {
    const response = await fetch(`${server.address}/api/v1/nothing?secret=1`);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({code: "not-found", message: "There is no GET /api/v1/nothing."});
  });
});

describe("CORS", () => {
  it("is off, unless origins are named", async () => {
    const preflight = (address: string, origin: string) =>
      fetch(address, {
        method: "OPTIONS",
        headers: {Origin: origin, "Access-Control-Request-Method": "POST"}
      });
    const closed = await preflight(server.uploadAddress, "https://example.org");
    expect(closed.headers.get("access-control-allow-origin")).toBeNull();
    expect(closed.headers.get("allow")).toBe("POST");
    const open = await startTestServer({CORS_ORIGINS: "https://example.org"});
    const allowed = await preflight(open.uploadAddress, "https://example.org");
    expect(allowed.headers.get("access-control-allow-origin")).toBe("https://example.org");
    const other = await preflight(open.uploadAddress, "https://example.com");
    expect(other.headers.get("access-control-allow-origin")).toBeNull();
    await open.close();
  });
});
