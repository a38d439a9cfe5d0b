import {existsSync, readFileSync} from "node:fs";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {itNeeds} from "../needs.js";
import {csvRows, fileForm} from "./csvRows.js";
import {wideFeatures, wideModel} from "./stagedDirectory.js";
import {startTestServer, type TestServer} from "./testServer.js";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

function upload(body: FormData | undefined, {query = "", accept = "*/*"} = {}): Promise<Response> {
  return fetch(server.uploadAddress + query, {method: "POST", body, headers: {Accept: accept}});
}

async function problemOf(csv: string): Promise<unknown> {
  const response = await upload(fileForm(csv));
  return {status: response.status, ...(await response.json())};
}

const batchOfTwo = "../shared/data/batch_of_two.csv";

describe("uploading a file", () => {
  itNeeds("real rows in ../shared/data", existsSync(batchOfTwo))(
    "answers two real rows with two predictions",
    async () => {
      const response = await upload(fileForm(readFileSync(batchOfTwo, "utf8")));
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual([
        {ID_code: "test_0", target_pred: expect.toBeOneOf([0, 1])},
        {ID_code: "test_1", target_pred: expect.toBeOneOf([0, 1])}
      ]);
    }
  );

  it("answers 422 where there is no file", async () => {
    for (const body of [undefined, fileForm(csvRows(1), "another_field")]) {
      const response = await upload(body);
      expect(response.status).toBe(422);
      expect(await response.json()).toMatchObject({code: "no-file", column: "data_file"});
    }
  });

  it("ignores other fields and files, and columns that the model does not use", async () => {
    const form = new FormData();
    form.set("note", "hello");
    form.set("another", new Blob(["x".repeat(200_000)]), "another.bin");
    const csv = csvRows(3)
      .replace(/^ID_code/, "extra,ID_code")
      .replace(/^row/gm, "0,row");
    form.set("data_file", new Blob([csv]), "rows.csv");
    form.set("later", new Blob(["y".repeat(200_000)]), "later.bin");
    expect(await (await upload(form)).json()).toHaveLength(3);
  });

  it("answers with the probabilities when asked, and predicts 1 from the threshold on", async () => {
    const rows = await (await upload(fileForm(csvRows(100)), {query: "?probability=true"})).json();
    expect(rows).toHaveLength(100);
    for (const {probability, target_pred} of rows) expect(target_pred).toBe(probability >= 0.5 ? 1 : 0);
    expect(new Set(rows.map(({target_pred}: {target_pred: number}) => target_pred))).toEqual(new Set([0, 1]));
  });

  it("gives the same rows as JSON, CSV and NDJSON, over block borders", async () => {
    const csv = csvRows(5000);
    const [json, table, lines] = await Promise.all(
      ["application/json", "text/csv", "application/x-ndjson"].map(async (accept) => {
        const response = await upload(fileForm(csv), {query: "?probability=true", accept});
        expect(response.headers.get("content-type")).toContain(accept);
        return response.text();
      })
    );
    const rows: Record<string, unknown>[] = JSON.parse(json);
    expect(rows.map(({ID_code}) => ID_code)).toEqual(Array.from({length: 5000}, (_, row) => `row_${row}`));
    expect(
      lines
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line))
    ).toEqual(rows);
    const expected = rows.map(({ID_code, target_pred, probability}) => `${ID_code},${target_pred},${probability}\n`);
    expect(table).toBe(`ID_code,target_pred,probability\n${expected.join("")}`);
  });

  it.for([
    ["*/*", "application/json"],
    ["", "application/json"],
    ["text/*", "text/csv"],
    ["application/x-ndjson, application/json;q=0.5", "application/x-ndjson"],
    ["application/json;q=0, */*", "application/x-ndjson"],
    ["text/html, */*;q=0.1", "application/json"],
    ["TEXT/CSV; charset=utf-8", "text/csv"],
    ["text/html, text/csv;charset=utf-8;q=0.9, application/json;q=0.8", "text/csv"]
  ])("answers Accept: %s with %s", async ([accept, mediaType]) => {
    const response = await upload(fileForm(csvRows(1)), {accept});
    expect(response.headers.get("content-type")).toContain(mediaType);
  });

  it("ignores columns that the model does not use, however many", async () => {
    const csv = csvRows(20);
    const expected = await (await upload(fileForm(csv), {query: "?probability=true"})).text();
    for (const extra of [3000, 30_000]) {
      const [header, ...rows] = csv.trimEnd().split("\n");
      const names = Array.from({length: extra}, (_, column) => `extra_${column}`).join(",");
      const wide = [`${header},${names}`, ...rows.map((row) => row + ",1".repeat(extra)), ""].join("\n");
      expect(await (await upload(fileForm(wide), {query: "?probability=true"})).text()).toBe(expected);
    }
  });

  it("refuses a line without end before it is all in memory", async () => {
    const problem = await problemOf(csvRows(1).trimEnd() + "1".repeat(20_000_000));
    expect(problem).toMatchObject({status: 413, code: "csv-row-too-long", row: 1});
  });

  it("never answers with a score that is not finite", async () => {
    const broken = await startTestServer({}, wideModel({leafValue: Number.NaN}));
    const row = Object.fromEntries(["ID_code", ...wideFeatures].map((column) => [column, 1]));
    const predict = `${broken.address}/api/v1/classification/inference/predict?probability=true`;
    const json = {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify([row])};
    for (const response of [
      await fetch(predict, json),
      await fetch(broken.uploadAddress, {method: "POST", body: fileForm(csvRows(2))})
    ]) {
      expect(response.status).toBe(500);
      expect(await response.json()).toMatchObject({code: "score-not-finite"});
    }
    const lines = await fetch(broken.uploadAddress, {
      method: "POST",
      body: fileForm(csvRows(2)),
      headers: {Accept: "application/x-ndjson"}
    });
    expect(await lines.text()).toMatch(/"code":"score-not-finite"/);
    await broken.close();
  });

  it("says what is wrong with a file, with its row and column, as the page does", async () => {
    const csv = csvRows(3);
    expect(await problemOf("")).toMatchObject({status: 422, code: "csv-empty"});
    expect(await problemOf(csv.replace("var_17", "var17"))).toMatchObject({
      status: 422,
      code: "csv-missing-column",
      message: expect.stringContaining("var17"),
      column: "var_17"
    });
    expect(await problemOf(csv.replace(/row_1,[^,]*/, "row_1,lots"))).toMatchObject({
      status: 422,
      code: "csv-not-a-number",
      row: 2,
      column: "var_0",
      value: "lots"
    });
  });

  it("ends a streamed answer with the error, so that nobody takes it for a complete one", async () => {
    const csv = csvRows(4000).replace(/row_3000,[^,]*/, "row_3000,lots");
    const lines = (await (await upload(fileForm(csv), {accept: "application/x-ndjson"})).text()).trimEnd().split("\n");
    expect(JSON.parse(lines[lines.length - 1])).toMatchObject({error: {code: "csv-not-a-number", row: 3001}});
    const table = await upload(fileForm(csv), {accept: "text/csv"});
    expect(table.status).toBe(200);
    await expect(table.text()).rejects.toThrow();
  });

  it("adds what was checked where it is asked for, and to nobody else's answer", async () => {
    const odd = `${csvRows(3).replaceAll(",", ";").replace("row_1;", "row_0;")};;\n`;
    const predictions = await (await upload(fileForm(odd))).json();
    const expected = [
      {level: "warning", text: "1 row has the id of an earlier row, the first in row 2: `row_0`."},
      {level: "note", text: "1 row without id and values was skipped."},
      {level: "note", text: "Columns are separated by semicolons."}
    ];
    const checked = await (await upload(fileForm(odd), {query: "?findings=true"})).json();
    expect(checked).toEqual({predictions, findings: expect.arrayContaining(expected)});
    const answer = await upload(fileForm(odd), {query: "?findings=true", accept: "application/x-ndjson"});
    const lines = (await answer.text()).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual([...predictions, {findings: checked.findings}]);
    const table = await upload(fileForm(odd), {query: "?findings=true", accept: "text/csv"});
    expect({status: table.status, ...(await table.json())}).toMatchObject({status: 406, code: "not-acceptable"});
    const rows = [
      {ID_code: "a", ...Object.fromEntries(wideFeatures.map((name) => [name, name === "var_3" ? null : 1]))}
    ];
    const json = {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(rows)};
    const fromJson = await fetch(`${server.address}/api/v1/classification/inference/predict?findings=true`, json);
    expect((await fromJson.json()).findings).toContainEqual({
      level: "warning",
      text: expect.stringContaining("1 value is missing in `var_3`, where none was in the training data")
    });
  });

  it("refuses what it cannot answer with", async () => {
    for (const accept of ["image/png", "text/html", "*/*;q=0", "nonsense"]) {
      const response = await upload(fileForm(csvRows(1)), {accept});
      expect(response.status).toBe(406);
      expect(await response.json()).toMatchObject({code: "not-acceptable", value: accept});
    }
    const query = await upload(fileForm(csvRows(1)), {query: "?probability=perhaps"});
    expect(query.status).toBe(422);
    expect(await query.json()).toMatchObject({code: "invalid-parameter", column: "probability"});
  });
});
