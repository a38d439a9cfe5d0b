import {readFile, stat} from "node:fs/promises";
import {homedir} from "node:os";
import {join, relative} from "node:path";
import process from "node:process";
import {UserError} from "../../src/lib/errors.js";
import {isRecord, textField} from "../../src/lib/json.js";
import {Credentials} from "./credentials.js";
import type {Environment} from "./environment.js";
import {readLogin} from "./login.js";

/** What credentials are looked for in. The defaults are this process's own. */
export interface CredentialPlaces {
  env?: Environment;
  home?: string;
  /** The directory that may hold `.kaggle/kaggle.json` for this project alone. */
  project?: string;
}

export interface FoundCredentials {
  credentials: Credentials | undefined;
  /** Sentences for the user, such as that others can read the file. */
  warnings: string[];
}

/**
 * Finds credentials in the order of Kaggle's own command line:
 *
 * 1. an access token: `KAGGLE_API_TOKEN` (the token, or the path of a file that holds it), `~/.kaggle/access_token`,
 *    `~/.kaggle/access_token.txt`;
 * 2. user name and key: `kaggle.json` in `KAGGLE_CONFIG_DIR`, or else in `~/.kaggle` or `~/.config/kaggle` (where
 *    `XDG_CONFIG_HOME` says, if set), and last in the project's own `.kaggle`; `KAGGLE_USERNAME` and `KAGGLE_KEY`
 *    stand above the file;
 * 3. the login of `kaggle auth login`: `~/.kaggle/credentials.json`.
 *
 * @throws UserError kaggle-credentials-broken for a source that is there but of no use
 */
export async function findCredentials({
  env = process.env,
  home = homedir(),
  project = process.cwd()
}: CredentialPlaces = {}): Promise<FoundCredentials> {
  const warnings: string[] = [];
  const read = async (path: string) => readSecretFile(path, home, warnings);
  const kaggleHome = join(home, ".kaggle");
  const credentials =
    (await fromTokenVariable(env, read)) ??
    (await fromTokenFile(join(kaggleHome, "access_token"), read)) ??
    (await fromTokenFile(join(kaggleHome, "access_token.txt"), read)) ??
    (await fromKey(env, keyFiles(env, home, project), read)) ??
    (await fromLogin(join(kaggleHome, "credentials.json"), env, read));
  return {credentials, warnings};
}

interface SecretFile {
  /** As a person would write it. */
  name: string;
  text: string;
}

type ReadSecret = (path: string) => Promise<SecretFile | undefined>;

async function fromTokenVariable({KAGGLE_API_TOKEN: value}: Environment, read: ReadSecret) {
  const token = value?.trim();
  if (!token) return undefined;
  const file = await read(token);
  if (file === undefined) return Credentials.token("KAGGLE_API_TOKEN", token);
  return file.text === "" ? undefined : Credentials.token(`KAGGLE_API_TOKEN (${file.name})`, file.text);
}

async function fromTokenFile(path: string, read: ReadSecret) {
  const file = await read(path);
  return file === undefined || file.text === "" ? undefined : Credentials.token(file.name, file.text);
}

function keyFiles({KAGGLE_CONFIG_DIR, XDG_CONFIG_HOME}: Environment, home: string, project: string): string[] {
  const personal = KAGGLE_CONFIG_DIR
    ? [KAGGLE_CONFIG_DIR]
    : [join(home, ".kaggle"), join(XDG_CONFIG_HOME || join(home, ".config"), "kaggle")];
  return [...personal, join(project, ".kaggle")].map((directory) => join(directory, "kaggle.json"));
}

async function fromKey(env: Environment, paths: readonly string[], read: ReadSecret) {
  const username = env.KAGGLE_USERNAME?.trim();
  const key = env.KAGGLE_KEY?.trim();
  if (username && key) return Credentials.key("KAGGLE_USERNAME and KAGGLE_KEY", username, key);
  for (const path of paths) {
    const file = await read(path);
    if (file !== undefined) return fromKeyFile(file, username, key);
  }
  if (!username && !key) return undefined;
  const [given, missing] = username ? ["KAGGLE_USERNAME", "KAGGLE_KEY"] : ["KAGGLE_KEY", "KAGGLE_USERNAME"];
  throw new UserError("kaggle-credentials-broken", `${given} is set but ${missing} is not.`);
}

/** What a variable says stands above what the file says. */
function fromKeyFile(file: SecretFile, usernameVariable: string | undefined, keyVariable: string | undefined) {
  const fields = parseSecret(file);
  const username = usernameVariable || textField(fields, "username");
  const key = keyVariable || textField(fields, "key");
  if (username && key) return Credentials.key(file.name, username, key);
  const missing = username ? "key" : "username";
  const message = `${file.name} must hold "username" and "key"; "${missing}" is missing.`;
  throw new UserError("kaggle-credentials-broken", message);
}

async function fromLogin(path: string, env: Environment, read: ReadSecret) {
  const file = await read(path);
  return file === undefined ? undefined : readLogin(file.name, parseSecret(file), env);
}

/** The parser's own message would quote the file. */
function parseSecret({name, text}: SecretFile): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch {}
  throw new UserError(
    "kaggle-credentials-broken",
    `${name} is not the JSON file that Kaggle gives out. Create a new API key in your Kaggle settings and save it there.`
  );
}

async function readSecretFile(path: string, home: string, warnings: string[]): Promise<SecretFile | undefined> {
  const name = displayName(path, home);
  try {
    const status = await stat(path);
    if (!status.isFile()) return undefined;
    if (process.platform !== "win32" && (status.mode & 0o044) !== 0) {
      warnings.push(`Others on this computer can read your Kaggle credentials. To mend this, run: chmod 600 ${name}`);
    }
    return {name, text: (await readFile(path, "utf8")).trim()};
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    // A token is no path; some cannot even be one.
    if (["ENOENT", "ENOTDIR", "ENAMETOOLONG", "ERR_INVALID_ARG_VALUE"].includes(String(code))) return undefined;
    if (code === "EACCES") throw new UserError("kaggle-credentials-broken", `${name} is there but cannot be read.`);
    throw error;
  }
}

function displayName(path: string, home: string): string {
  const fromHome = relative(home, path);
  return fromHome.startsWith("..") || fromHome === path ? path : `~/${fromHome}`;
}
