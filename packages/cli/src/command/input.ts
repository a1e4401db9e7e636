import type { Command } from "./command.js";
import { CliError } from "../errors/cliError.js";
import type { Parser } from "../parse/parser.js";

/** The arguments and options of a command, read with parsers. */
export class Input {
  readonly #args: readonly string[];
  readonly #names: readonly string[];
  readonly #options: Readonly<Record<string, unknown>>;
  /** The name of the command. */
  readonly verb: string;

  constructor(command: Command) {
    this.#args = command.args;
    this.#names = command.registeredArguments.map((argument) => argument.name());
    this.#options = command.opts();
    this.verb = command.name();
  }

  /** Returns a required argument. @throws CliError `MissingArgument` */
  arg<T>(name: string, parse: Parser<T>): T {
    const text = this.#textsOf(name).at(0);
    if (text === undefined) throw new CliError("MissingArgument", `The argument ${name} is missing.`, { name });
    return parse(text, name);
  }

  /** Returns an optional argument. */
  maybe<T>(name: string, parse: Parser<T>): T | undefined {
    const text = this.#textsOf(name).at(0);
    return text === undefined ? undefined : parse(text, name);
  }

  /** Returns all values of a last argument declared with `...`. */
  all<T>(name: string, parse: Parser<T>): T[] {
    return this.#textsOf(name).map((text) => parse(text, name));
  }

  /** Returns the value of an option by its long name: `input.option("voting-delay", parseDuration)`. */
  option<T>(name: string, parse: Parser<T>): T | undefined {
    const text = this.#valueOf(name);
    return typeof text === "string" ? parse(text, `--${name}`) : undefined;
  }

  /** Returns the value of a required option. @throws CliError `MissingOption` */
  required<T>(name: string, parse: Parser<T>): T {
    const value = this.option(name, parse);
    if (value === undefined) throw new CliError("MissingOption", `The option --${name} is missing.`, { name });
    return value;
  }

  /** Returns all values of an option declared with `repeatable`. */
  options<T>(name: string, parse: Parser<T>): T[] {
    const texts = this.#valueOf(name);
    return Array.isArray(texts) ? (texts as string[]).map((text) => parse(text, `--${name}`)) : [];
  }

  /** Returns whether a flag is set. */
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
