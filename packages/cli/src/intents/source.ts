import { CliError } from "../errors/cliError.js";
import type { Input } from "../command/input.js";
import type { Parser } from "../parse/parser.js";

/** Source of the values of an intent: the command line, or an entry of a file. */
export interface Source {
  /** Returns a required value. @throws CliError */
  value<T>(name: string, parse: Parser<T>): T;
  /** Returns an optional value. @throws CliError */
  option<T>(name: string, parse: Parser<T>): T | undefined;
  /** Returns all values of a list, at least one. @throws CliError */
  values<T>(name: string, parse: Parser<T>): T[];
}

/** Reads values from arguments and options of the command line. */
export function fromInput(input: Input): Source {
  return {
    value: (name, parse) => input.arg(name, parse),
    option: (name, parse) => input.option(name, parse),
    values: (name, parse) => input.all(name, parse),
  };
}

/** Reads values from an entry of a file. Every value is a string, written as on the command line. */
export class EntrySource implements Source {
  readonly #entry: Readonly<Record<string, unknown>>;
  readonly #place: string;
  readonly #unread: Set<string>;

  /** @param place Position of the entry, for messages. */
  constructor(entry: Readonly<Record<string, unknown>>, place: string) {
    this.#entry = entry;
    this.#place = place;
    this.#unread = new Set(Object.keys(entry));
  }

  value<T>(name: string, parse: Parser<T>): T {
    const value = this.option(name, parse);
    if (value === undefined) throw this.#bad(name, "is missing");
    return value;
  }

  option<T>(name: string, parse: Parser<T>): T | undefined {
    const text = this.#read(name);
    if (text === undefined) return undefined;
    if (typeof text !== "string") throw this.#bad(name, 'must be a string in quotes, such as "1.5"');
    return parse(text, `${this.#place}.${name}`);
  }

  values<T>(name: string, parse: Parser<T>): T[] {
    const texts = this.#read(name);
    if (!isTexts(texts) || texts.length === 0) throw this.#bad(name, "must be a list of strings that is not empty");
    return texts.map((text) => parse(text, `${this.#place}.${name}`));
  }

  /** Refuses fields that were not read. @throws CliError `BadIntent` */
  end(): void {
    for (const name of this.#unread) throw this.#bad(name, "is unknown");
  }

  #read(name: string): unknown {
    this.#unread.delete(name);
    return Object.hasOwn(this.#entry, name) ? this.#entry[name] : undefined;
  }

  #bad(name: string, how: string): CliError {
    return new CliError("BadIntent", `${this.#place}: ${JSON.stringify(name)} ${how}.`, { place: this.#place, name });
  }
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
