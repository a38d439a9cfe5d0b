import {constants} from "node:os";
import process from "node:process";
import {describeFileError} from "../dataset/files.js";
import {UserError} from "../src/lib/errors.js";
import {redact} from "../src/lib/redact.js";
import {type CommandDescription, helpText, type Positional} from "./help.js";
import {type Arguments, type Options, parseArguments} from "./options.js";
import {unswallow} from "./swallowedOptions.js";

export interface Command<O extends Options> extends CommandDescription<O> {
  run(invocation: Invocation<O>): Promise<void>;
}

export interface Invocation<O extends Options> extends Arguments<O> {
  /**
   * Aborted by the first Ctrl-C or SIGTERM; the second ends the process at once. Only a command that takes the signal
   * is asked to end by it; for the others both keep their usual meaning.
   */
  readonly signal: AbortSignal;
}

/**
 * Ends the process with 0, or 1 after a user's mistake, 2 after a bug of ours, 130 after Ctrl-C, 143 after SIGTERM. Who
 * reads only the first lines, such as `head`, closes the output before its end, which is no mistake.
 */
export async function runCommand<const O extends Options>(command: Command<O>): Promise<void> {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  process.exitCode = await execute(command, process.argv.slice(2));
  // Whoever interrupts a command does not wait for its threads and connections.
  if (process.exitCode > 128) process.exit();
}

/** Runs a command with the given words and returns its exit code. */
export async function execute<const O extends Options>(
  command: Command<O>,
  args: readonly string[],
  {stdout, stderr, env = process.env}: {stdout: Output; stderr: Output; env?: NodeJS.ProcessEnv} = process
): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    stdout.write(helpText(command));
    return 0;
  }
  let interruption: Interruption | undefined;
  try {
    const parsed = parseArguments(command.options, args);
    const meant = unswallow(command, parsed.positionals, env);
    if (meant !== undefined)
      throw new UserError("options-swallowed", `npm took the options for its own. Write -- before them: ${meant}`);
    checkPositionals(command, parsed.positionals);
    await command.run({
      ...parsed,
      get signal() {
        interruption ??= listenForInterruption();
        return interruption.signal;
      }
    });
    return 0;
  } catch (caught) {
    const error = describeFileError(caught);
    if (interruption?.signal.aborted) {
      stderr.write("Interrupted.\n");
      return interruption.exitCode;
    }
    const sentence = isUserFacing(error) ? `${error.message}${describePlace(error)}` : describeSystemError(error);
    if (sentence !== undefined) {
      stderr.write(`${redact(sentence)}\n`);
      return 1;
    }
    stderr.write(`${redact(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`);
    return 2;
  } finally {
    interruption?.stop();
  }
}

/** Tells the user something that does not end the command. */
export function notice(sentence: string): void {
  process.stderr.write(`${redact(sentence)}\n`);
}

/** As a shell takes it. */
export function quoted(word: string): string {
  return /^[\w.,:=/@+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

interface Output {
  write(text: string): unknown;
}

interface Interruption {
  readonly signal: AbortSignal;
  /** 128 and the number of the signal that came, as shells have it. */
  readonly exitCode: number;
  stop(): void;
}

function listenForInterruption(): Interruption {
  const controller = new AbortController();
  let exitCode = 130;
  const interrupt = (name: NodeJS.Signals) => {
    if (!controller.signal.aborted) exitCode = 128 + constants.signals[name];
    controller.abort();
  };
  // `once`: without a listener the second Ctrl-C is Node's own, which ends the process.
  for (const name of interruptions) process.once(name, interrupt);
  const shell = watchShell(() => interrupt("SIGTERM"));
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
    stop() {
      for (const name of interruptions) process.off(name, interrupt);
      clearInterval(shell);
    }
  };
}

/** npm hands a SIGTERM on to its shell, and the shell ends without handing it on. */
function watchShell(onEnd: () => void): NodeJS.Timeout | undefined {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const {ppid: shell} = process;
  const timer = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(timer);
    onEnd();
  }, 100);
  return timer.unref();
}

const interruptions = ["SIGINT", "SIGTERM"] as const;

/** UserErrors, and the errors of lightgbm-wasm, which have the same kind of code. Node's own codes are in capitals. */
function isUserFacing(error: unknown): error is Error {
  if (error instanceof UserError) return true;
  return error instanceof Error && "code" in error && /^[a-z]+(-[a-z0-9]+)*$/.test(String(error.code));
}

/** What Node reports without a path, as of a file that is open already. */
const withoutPath: Readonly<Record<string, string>> = {
  EISDIR: "There is a folder where a file is needed.",
  ENOSPC: "The disk is full.",
  EDQUOT: "Your disk quota is used up.",
  EFBIG: "A file cannot be written: files may not be that large here.",
  EIO: "The disk failed."
};

/** The sentence for what `describeFileError` cannot place: no path, a port in use, a package that is not installed. */
function describeSystemError(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  if (error.code === "ERR_MODULE_NOT_FOUND")
    return `${error.message.split("\n")[0]}. Are the packages installed? Run: npm install`;
  if (error.code === "EADDRINUSE" && "port" in error)
    return `Port ${error.port} is in use; choose another with --port.`;
  return Object.hasOwn(withoutPath, error.code) ? withoutPath[error.code] : undefined;
}

function describePlace(error: Error): string {
  if (!(error instanceof UserError)) return "";
  const {file, row, column} = error.place;
  const parts = [
    file,
    row === undefined ? undefined : `row ${row}`,
    column === undefined ? undefined : `column ${column}`
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? `\n  in ${parts.join(", ")}` : "";
}

function checkPositionals(
  {name, positionals = []}: {name: string; positionals?: readonly Positional[]},
  given: string[]
) {
  const missing = positionals.slice(given.length).find(({optional}) => !optional);
  if (missing !== undefined)
    throw new UserError("missing-argument", `npm run ${name} needs ${missing.name}: ${missing.description}.`);
  if (given.length > positionals.length && !positionals.at(-1)?.repeated) {
    const surplus = given[positionals.length];
    throw new UserError("unexpected-argument", `npm run ${name} does not know what to do with “${surplus}”.`, {
      value: surplus
    });
  }
}
