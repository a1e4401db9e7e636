import { CliError, quoted } from "../errors/cliError.js";

/**
 * Parses a text that the user typed. Pure.
 * @param name The argument or option, for the error message.
 * @throws CliError
 */
export type Parser<T> = (text: string, name: string) => T;

/** The error of a parser: `Bad<Kind>`. @param how What is wrong, and how to write it instead. */
export function bad(kind: string, text: string, name: string, how: string): CliError {
  return new CliError(`Bad${kind}`, `${name}: ${quoted(text)} ${how}`, { name, text: quoted(text).slice(1, -1) });
}

/** Parses any text that is not empty. */
export const parseText: Parser<string> = (text, name) => {
  if (text === "") throw bad("Text", text, name, "is empty.");
  return text;
};

/** Parses one of several words, ignoring case. */
export function parseOneOf<Word extends string>(words: readonly Word[]): Parser<Word> {
  return (text, name) => {
    const found = words.find((word) => word.toLowerCase() === text.toLowerCase());
    if (found === undefined) throw bad("Choice", text, name, `is not one of ${words.join(", ")}.`);
    return found;
  };
}
