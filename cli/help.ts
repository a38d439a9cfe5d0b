import type {Option, Options} from "./options.js";

/** A word of the command line that is not an option, such as MODEL. The optional ones come last. */
export interface Positional {
  name: string;
  description: string;
  optional?: boolean;
  /** The last one may stand for any number of words. */
  repeated?: boolean;
}

/** What a command's help says. */
export interface CommandDescription<O extends Options> {
  /** As in `npm run NAME`. */
  name: string;
  /** One sentence; the first line of the help. */
  summary: string;
  positionals?: readonly Positional[];
  options: O;
}

/** The text that `--help` prints. */
export function helpText<O extends Options>({name, summary, positionals = [], options}: CommandDescription<O>): string {
  const words = positionals.map(({name, optional, repeated}) => {
    const word = repeated ? `${name}...` : name;
    return optional ? `[${word}]` : word;
  });
  const entries: [string, string][] = [
    ...positionals.map((positional): [string, string] => [positional.name, positional.description]),
    ...Object.entries(options).map(([option, table]): [string, string] => [usage(option, table), explain(table)]),
    ["--help", "show this text"]
  ];
  const width = Math.max(...entries.map(([term]) => term.length));
  const indent = " ".repeat(width + 4);
  const lines = entries.map(
    ([term, description]) => `  ${term.padEnd(width)}  ${wrap(description, lineWidth - indent.length, indent)}`
  );
  const given = [...words, ...(Object.keys(options).length > 0 ? ["[options]"] : [])];
  const commandLine = ["npm run", name, ...(given.length > 0 ? ["--"] : []), ...given].join(" ");
  return `${wrap(summary, lineWidth)}\n\nUsage: ${commandLine}\n\n${lines.join("\n")}\n`;
}

const lineWidth = 100;

/** Breaks text into lines of at most this many characters; those after the first begin with the indent. */
function wrap(text: string, width: number, indent = ""): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join(`\n${indent}`);
}

function usage(name: string, option: Option): string {
  return option.kind === "switch" ? `--${name}` : `--${name} ${placeholder(option)}`;
}

/** What stands for an option's value where there is none. */
export function placeholder(option: Exclude<Option, {kind: "switch"}>): string {
  return option.value ?? (option.kind === "integer" ? "N" : "TEXT");
}

function explain(option: Option): string {
  if (option.kind === "switch" || option.default === undefined) {
    return option.kind === "text" && option.repeated ? `${option.description} (may be repeated)` : option.description;
  }
  return `${option.description} (default: ${option.default})`;
}
