import {expect, it} from "vitest";
import {redact} from "../../../src/lib/redact.js";

it.for([
  ["at https://user:secret@host/path", "at https://host/path"],
  ["https://user:s@cr@et@host failed", "https://host failed"],
  ["postgresql+psycopg2://u:secret@db:5432/mlflow", "postgresql+psycopg2://db:5432/mlflow"],
  ["https://host/a?token=secret&x=1", "https://host/a?token=…&x=1"],
  ["https://host/a?x=1&X-Amz-Signature=secret”.", "https://host/a?x=1&X-Amz-Signature=…”."],
  ["authorization: Bearer abcdefgh.ijkl", "authorization: Bearer …"],
  ["authorization: Basic dXNlcjpzZWNyZXQ=", "authorization: Basic …"],
  ["mail a@example.org about https://host/page?keyboard=de", "mail a@example.org about https://host/page?keyboard=…"],
  ["Basic training of 5 folds", "Basic training of 5 folds"]
])("writes %s as %s", ([text, expected]) => {
  expect(redact(text)).toBe(expected);
});
