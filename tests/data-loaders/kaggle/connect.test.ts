import {chmodSync, mkdirSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {inspect} from "node:util";
import {describe, expect, it} from "vitest";
import {findCredentials} from "../../../data-loaders/kaggle/connect.js";
import {key, token, username} from "../../fixtures/kaggle/standInKaggle.js";
import {itNeeds} from "../../needs.js";
import {startKaggle, temporaryDirectory, userError} from "./setUp.js";

interface Place {
  source: string;
  env?: Record<string, string>;
  file?: [path: string, text: string];
}

const json = JSON.stringify({username, key});
const nextYear = new Date(Date.now() + 365 * 86_400_000).toISOString();

/** In the order of Kaggle's command line; paths are below a home directory, the project is below it too. */
const places: Place[] = [
  {source: "KAGGLE_API_TOKEN", env: {KAGGLE_API_TOKEN: ` ${token}\n`}},
  {source: "~/.kaggle/access_token", file: [".kaggle/access_token", `${token}\n`]},
  {source: "~/.kaggle/access_token.txt", file: [".kaggle/access_token.txt", token]},
  {source: "KAGGLE_USERNAME and KAGGLE_KEY", env: {KAGGLE_USERNAME: username, KAGGLE_KEY: key}},
  {source: "~/.kaggle/kaggle.json", file: [".kaggle/kaggle.json", json]},
  {source: "~/.config/kaggle/kaggle.json", file: [".config/kaggle/kaggle.json", json]},
  {source: "~/project/.kaggle/kaggle.json", file: ["project/.kaggle/kaggle.json", json]},
  {
    source: "~/.kaggle/credentials.json",
    file: [".kaggle/credentials.json", JSON.stringify({access_token: token, access_token_expiration: nextYear})]
  }
];

/** Looks for credentials where only the given places hold any. */
async function find(given: readonly Place[], mode = 0o600) {
  const home = temporaryDirectory();
  for (const {file} of given) {
    if (file === undefined) continue;
    const path = join(home, file[0]);
    mkdirSync(dirname(path), {recursive: true});
    writeFileSync(path, file[1]);
    chmodSync(path, mode);
  }
  const env = Object.assign({}, ...given.map((place) => place.env));
  return findCredentials({env, home, project: join(home, "project")});
}

describe("credentials", () => {
  it.each(places.map((place, index) => [place.source, index] as const))(
    "are taken from %s before all that follow",
    async (source, index) => {
      const {credentials, warnings} = await find(places.slice(index));
      expect(credentials?.source).toBe(source);
      const usesKey = source.includes("KEY") || source.endsWith("kaggle.json");
      const basic = `Basic ${Buffer.from(`${username}:${key}`).toString("base64")}`;
      expect(credentials?.authorization()).toBe(usesKey ? basic : `Bearer ${token}`);
      expect(warnings).toEqual([]);
    }
  );

  it("are absent where there are none", async () => {
    expect(await find([])).toEqual({credentials: undefined, warnings: []});
    expect(await find([{source: "", file: [".kaggle/access_token", " \n"]}])).toEqual({
      credentials: undefined,
      warnings: []
    });
  });

  it("may be in a file that KAGGLE_API_TOKEN names", async () => {
    const path = join(temporaryDirectory(), "token");
    writeFileSync(path, token, {mode: 0o600});
    const {credentials} = await find([{source: "", env: {KAGGLE_API_TOKEN: path}}]);
    expect(credentials?.authorization()).toBe(`Bearer ${token}`);
  });

  it("may be in the directory that KAGGLE_CONFIG_DIR names, and then not in the home directory", async () => {
    const directory = temporaryDirectory();
    const env = {KAGGLE_CONFIG_DIR: directory};
    writeFileSync(join(directory, "kaggle.json"), json, {mode: 0o600});
    expect((await find([{source: "", env}])).credentials?.source).toBe(join(directory, "kaggle.json"));
    const elsewhere = {KAGGLE_CONFIG_DIR: temporaryDirectory()};
    expect((await find([{source: "", env: elsewhere}, places[4]])).credentials).toBeUndefined();
  });

  it("are in XDG_CONFIG_HOME where that is set", async () => {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, "kaggle"));
    writeFileSync(join(directory, "kaggle", "kaggle.json"), json, {mode: 0o600});
    const {credentials} = await find([{source: "", env: {XDG_CONFIG_HOME: directory}}]);
    expect(credentials?.source).toBe(join(directory, "kaggle", "kaggle.json"));
  });

  it("take what a variable says before what the file says", async () => {
    const {credentials} = await find([{source: "", env: {KAGGLE_USERNAME: "other"}}, places[4]]);
    expect(credentials?.authorization()).toBe(`Basic ${Buffer.from(`other:${key}`).toString("base64")}`);
  });

  itNeeds("file permissions, which Windows has not", process.platform !== "win32")(
    "are used with a warning when others can read the file",
    async () => {
      const {credentials, warnings} = await find([places[4]], 0o644);
      expect(credentials).toBeDefined();
      expect(warnings).toEqual([
        "Others on this computer can read your Kaggle credentials. To fix this, run: chmod 600 ~/.kaggle/kaggle.json"
      ]);
    }
  );

  it("are renewed when the login's token has expired", async () => {
    const {env} = await startKaggle();
    const login = {
      access_token: "old",
      access_token_expiration: "2026-01-01T00:00:00+00:00",
      refresh_token: "refresh-me"
    };
    const file: [string, string] = [".kaggle/credentials.json", JSON.stringify(login)];
    const {credentials} = await find([{source: "", env: {KAGGLE_API_ENDPOINT: env.KAGGLE_API_ENDPOINT}, file}]);
    expect(credentials?.authorization()).toBe(`Bearer ${token}`);
  });

  it("ask for a new login when the old one is no longer good", async () => {
    const {env} = await startKaggle();
    const file: [string, string] = [".kaggle/credentials.json", JSON.stringify({refresh_token: "revoked"})];
    const error = await userError(find([{source: "", env: {KAGGLE_API_ENDPOINT: env.KAGGLE_API_ENDPOINT}, file}]));
    expect(error.message).toMatch(/^Your Kaggle login in ~\/\.kaggle\/credentials\.json has expired\./);
  });
});

describe("credentials that are of no use", () => {
  const broken: [string, Place][] = [
    ["a file that is no JSON", {source: "", file: [".kaggle/kaggle.json", `{"key": "${key}"`]}],
    ["a file without a key", {source: "", file: [".kaggle/kaggle.json", JSON.stringify({username})]}],
    ["a name without a key", {source: "", env: {KAGGLE_USERNAME: username}}],
    ["a key without a name", {source: "", env: {KAGGLE_KEY: key}}],
    ["a token with a line end in it", {source: "", env: {KAGGLE_API_TOKEN: `${token}\n${token}`}}],
    ["a token with characters outside ASCII", {source: "", env: {KAGGLE_API_TOKEN: `${token}–`}}]
  ];
  it.each(broken)("are told without showing them: %s", async (_, place) => {
    const error = await userError(find([place]));
    expect(error.code).toBe("kaggle-credentials-broken");
    expect(error.message).toMatch(/kaggle\.json|KAGGLE_/);
    expect(inspect(error)).not.toMatch(/0123456789abcdef|0f1e2d3c/);
  });
});

it("shows no secret when credentials are printed", async () => {
  const {credentials} = await find([places[4]]);
  const shown = inspect(credentials, {depth: 9, showHidden: true}) + JSON.stringify(credentials) + String(credentials);
  expect(shown).not.toContain(key);
  expect(shown).not.toContain(Buffer.from(`${username}:${key}`).toString("base64"));
  expect(credentials?.redact(`${key} and KGAT_another and https://host/file?Signature=x`)).toBe(
    "[secret] and [secret] and https://host/file?[secret]"
  );
});
