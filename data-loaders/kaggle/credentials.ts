import {Buffer} from "node:buffer";
import {UserError} from "../../src/lib/errors.js";

/**
 * A right to call Kaggle's API. The secret is in private fields, so that neither printing nor JSON shows it; it leaves
 * this object only as the `Authorization` of a request to the API.
 */
export class Credentials {
  /** Where they were found, for messages: a variable or a file. */
  readonly source: string;
  readonly #authorization: string;
  readonly #secrets: readonly string[];

  private constructor(source: string, authorization: string, secrets: readonly string[]) {
    this.source = source;
    this.#authorization = authorization;
    this.#secrets = secrets;
  }

  /** An access token, as kaggle.com gives out now. */
  static token(source: string, token: string): Credentials {
    checkCharacters(source, token);
    return new Credentials(source, `Bearer ${token}`, [token]);
  }

  /** A user name with its API key, as `kaggle.json` has them. */
  static key(source: string, username: string, key: string): Credentials {
    checkCharacters(source, username);
    checkCharacters(source, key);
    const encoded = Buffer.from(`${username}:${key}`).toString("base64");
    return new Credentials(source, `Basic ${encoded}`, [encoded, key]);
  }

  /** The value of the `Authorization` header. For the API's own origin only. */
  authorization(): string {
    return this.#authorization;
  }

  /** The text without these secrets, and without anything that looks like another. */
  redact(text: string): string {
    return redact(this.#secrets.reduce((redacted, secret) => redacted.replaceAll(secret, "[secret]"), text));
  }
}

/** Takes out what looks like a secret whoever it belongs to: Kaggle's tokens, and the queries of signed addresses. */
export function redact(text: string): string {
  return text.replace(/KGAT_\w+/g, "[secret]").replace(/(https?:\/\/[^\s?"']+)\?[^\s"']+/g, "$1?[secret]");
}

/** Fetch would refuse such a header with a message that holds its value. */
function checkCharacters(source: string, secret: string): void {
  if (/^[\x21-\x7e]+$/.test(secret)) return;
  throw new UserError(
    "kaggle-credentials-broken",
    `Kaggle's credentials from ${source} contain blanks, line breaks or characters outside ASCII. Copy them again from your Kaggle settings.`
  );
}
