// Writes src/parameterTable.ts from the comments of LightGBM's own config.h, which are the source of its documentation.
// Run with: node --import tsx lightgbm-wasm/compile/parameterTable.ts

import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {unpackSource} from "./source.js";

interface Parameter {
  name: string;
  kind: string;
  aliases: string[];
  checks: string[];
  options: string[];
  /** The only words that its list may have, if they are known. */
  words: string[];
  default: string;
  description: string[];
}

// They name files or machines, or belong to LightGBM's command line; here they have no meaning.
const foreign =
  /^(config|task|data|valid|machines|num_machines|local_listen_port|time_out|machine_list_filename|gpu_.*|num_gpu|output_model|input_model|output_result|save_binary|snapshot_freq|convert_model.*|saved_feature_importance_type|precise_float_parser)$/;

function parseConfig(header: string): Parameter[] {
  const lines = header
    .slice(header.indexOf("#pragma region Parameters"))
    .split("\n")
    .map((line) => line.trim());
  const parameters: Parameter[] = [];
  let comments: [key: string, value: string][] = [];
  for (const line of lines) {
    const comment = /^\/\/ (\w+) = ?(.*)$/.exec(line);
    const member = /^(std::\S+|\w+) (\w+)(?: = (.+))?;$/.exec(line);
    if (comment) comments.push([comment[1], comment[2]]);
    else if (member) {
      if (comments.length > 0 && !foreign.test(member[2])) parameters.push(toParameter(member, comments));
      comments = [];
    }
    if (line.startsWith("size_t file_load_progress_interval_bytes")) break;
  }
  return parameters;
}

function toParameter([, cType, memberName, value = ""]: RegExpExecArray, comments: [string, string][]): Parameter {
  const all = (key: string): string[] => comments.filter(([k]) => k === key).map(([, v]) => v);
  const list = (key: string): string[] => all(key).flatMap((v) => v.split(",").map((part) => part.trim()));
  const [type = cType] = all("type");
  return {
    name: all("name")[0] ?? memberName,
    kind: memberName === "metric" ? "texts" : type === "enum" ? "enum" : typeName(type),
    aliases: list("alias"),
    checks: all("check"),
    options: type === "enum" ? list("options") : [],
    words: memberName === "metric" ? comments.flatMap(([k, v]) => (k === "descl2" ? optionNames(v) : [])) : [],
    default: all("default")[0] ?? value.replaceAll('"', ""),
    description: comments.filter(([k]) => k === "desc" || k === "descl2").map(([, v]) => plainText(v))
  };
}

/** The names in a line such as "``l1``, absolute loss, aliases: ``mae``"; none in lines of another form. */
function optionNames(line: string): string[] {
  const [, first, rest] = /^``"?(\w+)"?``(.*)$/.exec(line) ?? [];
  if (first === undefined) return [];
  const [, aliases = ""] = rest.split("aliases:");
  return [first.toLowerCase(), ...[...aliases.matchAll(/``(\w+)``/g)].map(([, alias]) => alias)];
}

function typeName(type: string): string {
  if (/vector|multi-/.test(type)) return /(int|double)(>|$)/.test(type) ? "numbers" : "texts";
  if (/or string/.test(type)) return "text";
  if (/bool/.test(type)) return "boolean";
  if (/int|size_t/.test(type)) return "integer";
  if (/double|float/.test(type)) return "number";
  return "text";
}

/** From reStructuredText to what an editor shows. */
function plainText(text: string): string {
  return text
    .replaceAll("``", "`")
    .replace(/`([^`<]+) <[^>]*>`_+/g, "$1")
    .replaceAll("*/", "")
    .trim();
}

const scriptTypes: Record<string, string> = {
  integer: "number",
  number: "number",
  boolean: "boolean",
  text: "string | number",
  numbers: "readonly number[] | string",
  texts: "readonly (string | number)[] | string"
};

function memberType({kind, options}: Parameter): string {
  if (kind !== "enum") return scriptTypes[kind];
  // Options have aliases of their own, so any text goes; the known ones are offered first.
  return `${options.map((option) => JSON.stringify(option)).join(" | ")} | (string & {})`;
}

function sourceText(parameters: readonly Parameter[]): string {
  const members = parameters.map((parameter) => {
    const {name, aliases, description} = parameter;
    const notes = [
      ...description.map((line) => `- ${line}`),
      ...(parameter.default ? [`- Default: ${parameter.default}`] : []),
      ...(parameter.checks.length ? [`- Must be ${parameter.checks.join(" and ")}`] : []),
      ...(aliases.length ? [`- Aliases: ${aliases.join(", ")}`] : [])
    ];
    return `/**\n${notes.map((line) => ` * ${line}\n`).join("")} */\n${name}?: ${memberType(parameter)};`;
  });
  const entries = parameters.map(({name, kind, aliases, checks, words}) => {
    const fields = [`kind: ${JSON.stringify(kind)}`, `aliases: ${JSON.stringify(aliases)}`];
    if (checks.length) fields.push(`checks: ${JSON.stringify(checks)}`);
    if (words.length) fields.push(`words: ${JSON.stringify(words)}`);
    return `${name}: {${fields.join(", ")}}`;
  });
  return `// Written by compile/parameterTable.ts from LightGBM's config.h; do not edit.

/** LightGBM's parameters under their own names, described in LightGBM's own words. */
export interface LightGBMParams {
${members.join("\n")}
}

export type ParameterKind = "integer" | "number" | "boolean" | "text" | "numbers" | "texts" | "enum";

export interface ParameterRule {
  readonly kind: ParameterKind;
  readonly aliases: readonly string[];
  /** Bounds such as ">0.0". */
  readonly checks?: readonly string[];
  /** The only words that a list of texts may have. */
  readonly words?: readonly string[];
}

export const parameterTable = {
${entries.join(",\n")}
} as const satisfies Record<keyof LightGBMParams, ParameterRule>;
`;
}

const workspace = fileURLToPath(new URL("..", import.meta.url));
const sourceFolder = await unpackSource({buildFolder: join(workspace, "build"), report: console.error});
const header = await readFile(join(sourceFolder, "include/LightGBM/config.h"), "utf8");
await writeFile(join(workspace, "src/parameterTable.ts"), sourceText(parseConfig(header)));
