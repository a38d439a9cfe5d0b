import {UserError} from "../../src/lib/errors.js";

interface Range {
  minimum?: number;
  maximum?: number;
}

/** Reads environment variables and collects what is wrong with them, so that one start names every mistake. */
export class Environment {
  readonly #variables: Readonly<Record<string, string | undefined>>;
  readonly #mistakes: string[] = [];

  constructor(variables: Readonly<Record<string, string | undefined>>) {
    this.#variables = variables;
  }

  has(name: string): boolean {
    return this.#given(name) !== undefined;
  }

  text(name: string, fallback: string): string {
    return this.#given(name) ?? fallback;
  }

  number(name: string, fallback: number, {minimum = 0, maximum = 1e15}: Range = {}): number {
    const text = this.#given(name);
    if (text === undefined) return fallback;
    const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
    if (number >= minimum && number <= maximum) return number;
    const range = maximum < 1e15 ? `from ${minimum} to ${maximum}` : `of ${minimum} or more`;
    return this.#mistake(name, `a number ${range}, not “${text}”`, fallback);
  }

  integer(name: string, fallback: number, range: Range = {}): number {
    const number = this.number(name, fallback, range);
    return Number.isInteger(number) ? number : this.#mistake(name, `a whole number, not “${number}”`, fallback);
  }

  oneOf<T extends string>(name: string, choices: readonly T[], fallback: T): T {
    const text = this.#given(name);
    if (text === undefined) return fallback;
    const choice = choices.find((each) => each === text);
    return choice ?? this.#mistake(name, `one of ${choices.join(", ")}, not “${text}”`, fallback);
  }

  /** A list with commas. @param check returns an entry, or throws a UserError that says what it should be */
  list(name: string, check: (entry: string) => string): string[] {
    const entries = (this.#given(name) ?? "").split(",").map((entry) => entry.trim());
    try {
      return entries.filter((entry) => entry !== "").map(check);
    } catch (error) {
      if (error instanceof UserError) return this.#mistake(name, error.message, []);
      throw error;
    }
  }

  /** @throws {UserError} `configuration-invalid` if any variable was wrong */
  finish(): void {
    if (this.#mistakes.length === 0) return;
    throw new UserError("configuration-invalid", `The configuration is wrong:\n  ${this.#mistakes.join("\n  ")}`);
  }

  #given(name: string): string | undefined {
    const text = this.#variables[name]?.trim();
    return text === "" ? undefined : text;
  }

  #mistake<T>(name: string, wanted: string, fallback: T): T {
    this.#mistakes.push(`${name} should be ${wanted}.`);
    return fallback;
  }
}
