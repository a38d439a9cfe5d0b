import {readFile, stat} from "node:fs/promises";
import {homedir} from "node:os";
import {join, relative} from "node:path";
import process from "node:process";
import {isFileError, isNotFound} from "../../dataset/files.js";
import {UserError} from "../../src/lib/errors.js";
import {isRecord, parseJson, textField} from "../../src/lib/json.js";
import {type Environment, KaggleApi, type KaggleApiOptions, kaggleEndpoint} from "./api.js";
import {Credentials} from "./credentials.js";
import {howToGetCredentials} from "./refusal.js";

export type ConnectOptions = CredentialPlaces & Omit<KaggleApiOptions, "endpoint" | "credentials">;

/**
 * Kaggle's API with this computer's credentials. Nothing is sent yet, unless a login has to be renewed.
 * @throws UserError kaggle-no-credentials, kaggle-credentials-broken, kaggle-endpoint-invalid, kaggle-unauthorized
 */
export async function connect({env = process.env, home, project, ...options}: ConnectOptions = {}): Promise<KaggleApi> {
  const endpoint = kaggleEndpoint(env);
  const {credentials, warnings} = await findCredentials({env, home, project});
  for (const warning of warnings) options.onNotice?.(warning);
  if (credentials === undefined)
    throw new UserError("kaggle-no-credentials", `No credentials for Kaggle were found. ${howToGetCredentials}`);
  return new KaggleApi({...options, endpoint, credentials});
}

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

/** Without the parser's own message, which would quote the file. */
function parseSecret({name, text}: SecretFile): Record<string, unknown> {
  const value = parseJson(text);
  if (isRecord(value)) return value;
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
      warnings.push(`Others on this computer can read your Kaggle credentials. To fix this, run: chmod 600 ${name}`);
    }
    return {name, text: (await readFile(path, "utf8")).trim()};
  } catch (error) {
    // A token is no path; some cannot even be one.
    if (isNotFound(error) || isFileError(error, "ENAMETOOLONG", "ERR_INVALID_ARG_VALUE")) return undefined;
    if (isFileError(error, "EACCES"))
      throw new UserError("kaggle-credentials-broken", `${name} is there but cannot be read.`);
    throw error;
  }
}

function displayName(path: string, home: string): string {
  const fromHome = relative(home, path);
  return fromHome.startsWith("..") || fromHome === path ? path : `~/${fromHome}`;
}

/** A token that ends within this time is renewed at once. */
const margin = 60_000;

/**
 * What `kaggle auth login` left behind: an access token for some hours, and a refresh token to get the next. A token
 * made here is not written back, as the file is the command line's own.
 * @throws UserError kaggle-unauthorized when Kaggle no longer accepts the refresh token
 */
async function readLogin(
  source: string,
  fields: Record<string, unknown>,
  env: Environment
): Promise<Credentials | undefined> {
  const accessToken = textField(fields, "access_token");
  const expiration = Date.parse(textField(fields, "access_token_expiration") ?? "");
  if (accessToken !== undefined && expiration > Date.now() + margin) return Credentials.token(source, accessToken);
  const refreshToken = textField(fields, "refresh_token");
  return refreshToken === undefined ? undefined : renew(source, refreshToken, env);
}

async function renew(source: string, refreshToken: string, env: Environment): Promise<Credentials> {
  const api = new KaggleApi({endpoint: kaggleEndpoint(env), credentials: undefined});
  const request = {refreshToken, apiVersion: "API_VERSION_V1", expirationDuration: "43200s"};
  try {
    const answer = await api.call("users.AccountService/GenerateAccessToken", request);
    const token = textField(answer, "token");
    if (token !== undefined) return Credentials.token(source, token);
  } catch (error) {
    const refused = ["kaggle-refused", "kaggle-unauthorized"];
    if (!(error instanceof UserError) || !refused.includes(error.code)) throw error;
  }
  throw new UserError(
    "kaggle-unauthorized",
    `Your Kaggle login in ${source} has expired. Run “kaggle auth login” again, or put an API token into the variable KAGGLE_API_TOKEN.`
  );
}
