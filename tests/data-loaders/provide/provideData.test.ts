import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {writeDemo} from "../../../data-loaders/demo/writeDemo.js";
import {findData} from "../../../data-loaders/provide/ensureData.js";
import {provideData} from "../../../data-loaders/provide/provideData.js";
import {competitionFiles, hasty, startKaggle, temporaryDirectory} from "../kaggle/setUp.js";

const nowhere = {home: "/nowhere", project: "/nowhere", policy: hasty};

describe("providing data", () => {
  it("takes Kaggle's files where there are credentials", async () => {
    const kaggle = await startKaggle();
    const files = competitionFiles();
    kaggle.publish(files);
    const directory = temporaryDirectory();
    const {train, dataSource} = await provideData({
      ...nowhere,
      env: kaggle.env,
      directory,
      competition: kaggle.competition
    });
    expect(dataSource).toMatchObject({kind: "kaggle", trainRows: 400});
    expect(new Uint8Array(await readFile(train))).toEqual(files["train.csv"]);
  });

  it("asks nobody where files are there already", async () => {
    const directory = temporaryDirectory();
    await writeDemo(join(directory, "raw"), {rows: 50, seed: 1});
    // Credentials, and nobody who would answer.
    const env = {KAGGLE_USERNAME: "somebody", KAGGLE_KEY: "key", KAGGLE_API_ENDPOINT: "http://127.0.0.1:1"};
    const {dataSource} = await provideData({...nowhere, env, directory});
    expect(dataSource).toMatchObject({kind: "demo", trainRows: 50});
  });

  it("leaves nothing behind where Kaggle refuses", async () => {
    const kaggle = await startKaggle();
    const directory = temporaryDirectory();
    const refused = provideData({...nowhere, env: kaggle.env, directory, competition: kaggle.competition});
    await expect(refused).rejects.toMatchObject({name: "UserError"});
    expect(await findData(directory)).toBeUndefined();
  });

  it("makes demo data where there are neither files nor credentials", async () => {
    const directory = temporaryDirectory();
    await writeFile(join(directory, "unrelated"), "");
    expect((await provideData({...nowhere, env: {}, directory})).dataSource.kind).toBe("demo");
  });
});
