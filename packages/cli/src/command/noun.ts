import type { Command } from "./command.js";

/**
 * Adds verbs and options to a noun. A noun is one file `nouns/<noun>.ts` that exports one, registered in `nouns/index.ts` by its name
 * and description:
 *
 * ```ts
 * export const coin: Noun = (coin) => {
 *   withExamples(coin, ["servicecoin coin transfer 0x... 1.5"]);
 *   queryCommand(
 *     verb(coin, "supply", "how many coins there are"),
 *     async (_input, session) => ({ supply: await (await session.reader()).coin.totalSupply() }),
 *     ({ supply }) => scv(supply),
 *   );
 *   transactionCommand(
 *     verb(coin, "transfer <to> <amount>", "send coins"),
 *     ({ to, amount }) => `Send ${scv(amount)} to ${to}`,
 *     transfer, // an action of the SDK
 *     (input) => ({ to: input.arg("to", parseAddress), amount: input.arg("amount", parseAmount) }),
 *   );
 * };
 * ```
 *
 * `show` reads and prints; `act` does everything that sending takes. Parsers are in `parse/`, writers of values in
 * `output/value.ts`. Options are declared on the verb: `verb(...).option("--ref <reference>", "...")`, and read by
 * `input.option("ref", parseReference)`. Parse before you ask the chain, so that a typing error needs no node.
 */
export type Noun = (noun: Command) => void;

/** One command of a noun. @param usage Its name and arguments, as commander takes them: `transfer <to> <amount>`. */
export function verb(parent: Command, usage: string, description: string): Command {
  return parent.command(usage).description(description);
}

/** Adds an option that may be given several times, read by `input.options`. */
export function repeatable(command: Command, flags: string, description: string): Command {
  return command.option(flags, description, (text: string, before: string[] | undefined) => [...(before ?? []), text]);
}

/** Adds examples below the help. */
export function withExamples(command: Command, examples: readonly string[]): Command {
  return command.addHelpText("after", `\nExamples:\n${examples.map((example) => `  ${example}`).join("\n")}`);
}
