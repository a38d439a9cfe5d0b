import {UserError} from "../errors.js";
import {isRecord, type JsonDocument, parseDocument, type Read, readField, readOneOf, readText} from "../json.js";
import {nearestName} from "../nearestName.js";

/** What people should know of a data set: the front matter of `data/card.md`. */
export interface DataCard {
  title: string;
  /** One or two sentences: what a row is, what is to be predicted. */
  description: string;
  /** Where the data are from. */
  source?: string;
  license?: string;
  /** What it means that the target is 1. */
  target?: string;
  /** The target's values, as the original file writes them. */
  positive?: string;
  negative?: string;
  /** Whether a published report offers real rows of the test file as its sample, or made-up ones. */
  sample?: (typeof sampleKinds)[number];
}

const sampleKinds = ["rows", "made-up"] as const;

/** The most characters of each field. */
const limits = {
  title: 100,
  description: 1000,
  source: 300,
  license: 100,
  target: 200,
  positive: 200,
  negative: 200
} as const;
const fields = [...Object.keys(limits), "sample"];

/**
 * Reads the text of a `card.md`: front matter of one `name: value` a line between two lines of `---`; values may be in
 * double quotes, as JSON writes them. What follows is for people alone.
 * @throws UserError card-malformed with the row
 */
export function parseDataCard(text: string, file: string): DataCard {
  const refuse = (message: string, row: number, column?: string): never => {
    throw new UserError("card-malformed", message, {file, row, column});
  };
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const end = lines.indexOf("---", 1);
  if (lines[0] !== "---" || end < 0)
    return refuse("The card of the data must begin with fields between two lines of `---`.", 1);
  const found: Record<string, string> = {};
  for (const [index, line] of lines.slice(1, end).entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const [, name, value = ""] = /^(\w+):\s*(.*?)\s*$/.exec(line) ?? [];
    const row = index + 2;
    if (name === undefined) return refuse(`Line ${row} of the card is not of the form \`name: value\`.`, row);
    if (!fields.includes(name)) {
      const near = nearestName(name, fields);
      return refuse(
        `The card has no field \`${name}\`; ${near === undefined ? `there are ${fields.join(", ")}` : `did you mean \`${near}\`?`}`,
        row,
        name
      );
    }
    if (Object.hasOwn(found, name)) return refuse(`The card has \`${name}\` twice.`, row, name);
    const plain = value.startsWith('"') ? unquoted(value) : value;
    if (plain === undefined)
      return refuse(`The value of \`${name}\` begins with a quote and is not closed by one.`, row, name);
    if (plain !== "") found[name] = plain;
  }
  const json = {value: found, path: "", document: {title: "The data's card", file, code: "card"}};
  return readDataCard(json);
}

function unquoted(value: string): string | undefined {
  try {
    const text: unknown = JSON.parse(value);
    return typeof text === "string" ? text.trim() : undefined;
  } catch {
    return undefined;
  }
}

/** The text of a `card.md`, which `parseDataCard` reads back as the same. */
export function formatDataCard(card: DataCard): string {
  const lines = Object.entries(card).map(
    ([name, value]) => `${name}: ${isPlain(value) ? value : JSON.stringify(value)}\n`
  );
  return `---\n${lines.join("")}---\n\nThe report shows these fields wherever it speaks of the data. Change them as you like; lines below are yours.\n`;
}

const isPlain = (value: string) => !/^["#\s]|\s$|[\r\n]/.test(value);

/** @throws UserError CODE-missing-field, CODE-bad-field */
export const readDataCard: Read<DataCard> = (json) => {
  const optional = <T>(name: string, read: Read<T>): T | undefined =>
    isRecord(json.value) && json.value[name] !== undefined ? readField(json, name, read) : undefined;
  const text = (name: keyof typeof limits) => optional(name, readShort(limits[name]));
  const [source, license, target] = [text("source"), text("license"), text("target")];
  const [positive, negative] = [text("positive"), text("negative")];
  const sample = optional("sample", readOneOf(...sampleKinds));
  return {
    title: readField(json, "title", readShort(limits.title)),
    description: readField(json, "description", readShort(limits.description)),
    ...(source !== undefined && {source}),
    ...(license !== undefined && {license}),
    ...(target !== undefined && {target}),
    ...(positive !== undefined && {positive}),
    ...(negative !== undefined && {negative}),
    ...(sample !== undefined && {sample})
  };
};

function readShort(limit: number): Read<string> {
  return (json) => {
    const text = readText(json);
    if (text.length <= limit) return text;
    const {document, path} = json;
    const message = `\`${path}\` of ${document.title.charAt(0).toLowerCase()}${document.title.slice(1)} has ${text.length} characters; ${limit} are the most.`;
    throw new UserError(`${document.code}-bad-field`, message, {file: document.file, column: path});
  };
}

const tagDocument: JsonDocument = {title: "The data's card", code: "card"};

/** The card that a run logged; undefined where there is none that can be read, as in an older run. */
export function parseCardTag(text: string | undefined): DataCard | undefined {
  if (text === undefined) return undefined;
  try {
    return readDataCard(parseDocument(text, tagDocument));
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
