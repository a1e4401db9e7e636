import { CliError } from "../errors/cliError.js";
import type { Input } from "../command/input.js";
import type { Parser } from "../parse/parser.js";

/** Where the values of an intent come from: what was typed, or an entry of a file. */
export interface Source {
  /** A value that must be there. @throws CliError */
  value<T>(name: string, parse: Parser<T>): T;
  /** A value that may be left out. @throws CliError */
  option<T>(name: string, parse: Parser<T>): T | undefined;
  /** All values of a list, at least one. @throws CliError */
  values<T>(name: string, parse: Parser<T>): T[];
}

/** What was typed: values are arguments. */
export function fromInput(input: Input): Source {
  return {
    value: (name, parse) => input.arg(name, parse),
    option: (name, parse) => input.option(name, parse),
    values: (name, parse) => input.all(name, parse),
  };
}

/** An entry of a file. Every value is a text, written as it would be typed. */
export class EntrySource implements Source {
  readonly #entry: Readonly<Record<string, unknown>>;
  readonly #place: string;
  readonly #unread: Set<string>;

  /** @param place Where the entry stands, for messages. */
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
    if (typeof text !== "string") throw this.#bad(name, 'must be a text in quotes, such as "1.5"');
    return parse(text, `${this.#place}.${name}`);
  }

  values<T>(name: string, parse: Parser<T>): T[] {
    const texts = this.#read(name);
    if (!isTexts(texts) || texts.length === 0) throw this.#bad(name, "must be a list of texts, and not empty");
    return texts.map((text) => parse(text, `${this.#place}.${name}`));
  }

  /** Fails when something was written that nobody has read. @throws CliError `BadIntent` */
  end(): void {
    for (const name of this.#unread) throw this.#bad(name, "is not known here");
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
