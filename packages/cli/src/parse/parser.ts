import { CliError, quoted } from "../errors/cliError.js";

/**
 * Turns what was typed into a value; pure.
 * @param name The argument or option, for the message of the error.
 * @throws CliError
 */
export type Parser<T> = (text: string, name: string) => T;

/** What a parser throws: `Bad<Kind>`, and how to write it instead. */
export function bad(kind: string, text: string, name: string, how: string): CliError {
  return new CliError(`Bad${kind}`, `${name}: ${quoted(text)} ${how}`, { name, text: quoted(text).slice(1, -1) });
}

/** A text as it is. */
export const parseText: Parser<string> = (text, name) => {
  if (text === "") throw bad("Text", text, name, "is empty.");
  return text;
};

/** One of a few words, in any case. */
export function parseOneOf<Word extends string>(words: readonly Word[]): Parser<Word> {
  return (text, name) => {
    const found = words.find((word) => word.toLowerCase() === text.toLowerCase());
    if (found === undefined) throw bad("Choice", text, name, `is none of ${words.join(", ")}.`);
    return found;
  };
}
