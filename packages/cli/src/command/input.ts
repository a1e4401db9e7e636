import type { Command } from "./command.js";
import { CliError } from "../errors/cliError.js";
import type { Parser } from "../parse/parser.js";

/** The arguments and options of a command as they were typed, read by parsers. */
export class Input {
  readonly #args: readonly string[];
  readonly #names: readonly string[];
  readonly #options: Readonly<Record<string, unknown>>;

  constructor(command: Command) {
    this.#args = command.args;
    this.#names = command.registeredArguments.map((argument) => argument.name());
    this.#options = command.opts();
  }

  /** An argument that must be there. @throws CliError */
  arg<T>(name: string, parse: Parser<T>): T {
    const text = this.#textsOf(name).at(0);
    if (text === undefined) throw new CliError("MissingArgument", `The argument ${name} is missing.`, { name });
    return parse(text, name);
  }

  /** An argument that may be left out. */
  maybe<T>(name: string, parse: Parser<T>): T | undefined {
    const text = this.#textsOf(name).at(0);
    return text === undefined ? undefined : parse(text, name);
  }

  /** All of a last argument that was declared with `...`. */
  all<T>(name: string, parse: Parser<T>): T[] {
    return this.#textsOf(name).map((text) => parse(text, name));
  }

  /** The value of an option, by its long name: `input.option("voting-delay", parseDuration)`. */
  option<T>(name: string, parse: Parser<T>): T | undefined {
    const text = this.#valueOf(name);
    return typeof text === "string" ? parse(text, `--${name}`) : undefined;
  }

  /** The value of an option that must be there. @throws CliError */
  required<T>(name: string, parse: Parser<T>): T {
    const value = this.option(name, parse);
    if (value === undefined) throw new CliError("MissingOption", `The option --${name} is missing.`, { name });
    return value;
  }

  /** All values of an option that was declared by `repeatable`. */
  options<T>(name: string, parse: Parser<T>): T[] {
    const texts = this.#valueOf(name);
    return Array.isArray(texts) ? (texts as string[]).map((text) => parse(text, `--${name}`)) : [];
  }

  /** Whether a flag was given. */
  flag(name: string): boolean {
    return this.#valueOf(name) === true;
  }

  #textsOf(name: string): string[] {
    const index = this.#names.indexOf(name);
    if (index < 0) throw new TypeError(`the command declares no argument ${name}`);
    const isLast = index === this.#names.length - 1;
    return this.#args.slice(index, isLast ? undefined : index + 1);
  }

  #valueOf(name: string): unknown {
    return this.#options[name.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase())];
  }
}
