import {mkdir, mkdtemp, readdir, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {gzipSync} from "node:zlib";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {hubFromEnvironment} from "../../../models/hub/connection.js";
import {publishModel} from "../../../models/hub/publishModel.js";
import {pullModel} from "../../../models/hub/pullModel.js";
import {readStaged} from "../../../models/staging/readStaged.js";
import {digestOf} from "../../../src/lib/staged/stagedModel.js";
import {type Hub, hubToken, startHub} from "../../fixtures/hub.js";
import {manifest, mergedText, stagedFiles} from "../../fixtures/stagedModel.js";

const repository = "someone/transactions";
const text = gzipSync(mergedText);
const staged: Record<string, Uint8Array> = {
  ...stagedFiles({files: {...manifest.files, "model.txt.gz": digestOf(text)}}),
  "model.txt.gz": text
};

let hub: Hub;
let folder: string;
let connection: {hubUrl: string; accessToken: string};

beforeEach(async () => {
  hub = await startHub();
  connection = {hubUrl: hub.address, accessToken: hubToken};
  folder = await mkdtemp(join(tmpdir(), "hub-"));
  await mkdir(join(folder, "staged"));
  for (const [name, content] of Object.entries(staged)) await writeFile(join(folder, "staged", name), content);
});
afterEach(async () => {
  await hub.close();
  await rm(folder, {recursive: true});
});

const publish = () => publishModel(repository, {directory: join(folder, "staged"), ...connection});
const pull = () => pullModel(repository, {directory: join(folder, "pulled"), ...connection});
const published = () => hub.repositories.get(`model:${repository}`) ?? new Map<string, Buffer>();

describe("publishing the staged model", () => {
  it("makes the repository and commits the model, its text, its manifest and a card", async () => {
    expect(await publish()).toMatchObject({changed: true});
    expect([...published().keys()].sort()).toEqual(["README.md", "manifest.json", "model.onnx", "model.txt.gz"]);
    expect(published().get("model.onnx")).toEqual(Buffer.from(staged["model.onnx"]));
    expect(hub.commits).toEqual([{repository: `model:${repository}`, summary: "LightGBM, run small"}]);
    expect(hub.largeFiles.size).toBe(2);
  });

  it("does nothing the second time", async () => {
    await publish();
    expect(await publish()).toMatchObject({changed: false});
    expect(hub.commits).toHaveLength(1);
  });

  it("publishes nothing that is not whole", async () => {
    await writeFile(join(folder, "staged", "model.txt.gz"), "other");
    await expect(publish()).rejects.toMatchObject({code: "staged-digest-mismatch"});
    expect(hub.repositories.size).toBe(0);
  });

  it("needs a token, and one that the hub takes", async () => {
    connection = {...connection, accessToken: "hf_wrong"};
    await expect(publish()).rejects.toMatchObject({code: "hub-refused"});
    const {hubUrl} = connection;
    await expect(publishModel(repository, {directory: join(folder, "staged"), hubUrl})).rejects.toMatchObject({
      code: "token-missing"
    });
    expect(() => hubFromEnvironment({HF_TOKEN: "secret"})).toThrow(expect.objectContaining({code: "invalid-token"}));
  });

  it("refuses a repository's name that is none", async () => {
    await expect(publishModel("transactions", connection)).rejects.toMatchObject({code: "invalid-repository"});
  });
});

describe("pulling a model", () => {
  it("stages what was published, byte for byte", async () => {
    await publish();
    expect(await pull()).toMatchObject({runName: "small"});
    for (const [name, content] of Object.entries(staged))
      expect(await readFile(join(folder, "pulled", name))).toEqual(Buffer.from(content));
    await expect(readStaged(join(folder, "pulled"))).resolves.toMatchObject({manifest: {model: "lightgbm"}});
  });

  it.each([
    ["another model of the same size", () => Buffer.alloc(staged["model.onnx"].length), "staged-digest-mismatch"],
    ["a cut model", () => Buffer.from(staged["model.onnx"].subarray(1)), "staged-digest-mismatch"]
  ])("keeps what is there where the hub has %s", async (_, content, code) => {
    await publish();
    await pull();
    published().set("model.onnx", content());
    await expect(pull()).rejects.toMatchObject({code});
    await expect(readStaged(join(folder, "pulled"))).resolves.toBeDefined();
    expect(await readdir(folder)).toEqual(["pulled", "staged"]);
  });

  it("refuses a manifest that names a path outside of its folder", async () => {
    await publish();
    const files = {...manifest.files, "../escaped.txt": digestOf(text)};
    published().set("manifest.json", Buffer.from(JSON.stringify({...manifest, files})));
    await expect(pull()).rejects.toMatchObject({code: "manifest-bad-field"});
    expect(await readdir(folder)).toEqual(["staged"]);
  });

  it("says what is missing: the file, the repository, the hub", async () => {
    await publish();
    published().delete("model.onnx");
    await expect(pull()).rejects.toMatchObject({code: "staged-missing-file", place: {file: "model.onnx"}});
    hub.repositories.clear();
    await expect(pull()).rejects.toMatchObject({code: "hub-not-found"});
    await hub.close();
    await expect(pull()).rejects.toMatchObject({code: "hub-unreachable"});
  });
});
