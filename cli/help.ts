import type {Command} from "./command.js";
import type {Option, Options} from "./options.js";

/** The text that `--help` prints. */
export function helpText<O extends Options>({name, summary, positionals = [], options}: Command<O>): string {
  const words = positionals.map(({name, optional, repeated}) => {
    const word = repeated ? `${name}...` : name;
    return optional ? `[${word}]` : word;
  });
  const entries = [
    ...positionals.map((positional): [string, string] => [positional.name, positional.description]),
    ...Object.entries(options).map(([option, table]): [string, string] => [usage(option, table), explain(table)]),
    ["--help", "show this text"]
  ];
  const width = Math.max(...entries.map(([term]) => term.length));
  const lines = entries.map(([term, description]) => `  ${term.padEnd(width)}  ${description}`);
  const commandLine = ["npm run", name, "--", ...words, "[options]"].join(" ");
  return `${summary}\n\nUsage: ${commandLine}\n\n${lines.join("\n")}\n`;
}

function usage(name: string, option: Option): string {
  if (option.kind === "switch") return `--${name}`;
  return `--${name} ${option.value ?? (option.kind === "integer" ? "N" : "TEXT")}`;
}

function explain(option: Option): string {
  if (option.kind === "switch" || option.default === undefined) {
    return option.kind === "text" && option.repeated ? `${option.description} (may be repeated)` : option.description;
  }
  return `${option.description} (default ${option.default})`;
}
