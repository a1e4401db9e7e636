import type { Command } from "./command.js";

/**
 * Adds verbs and options to a noun. Each noun is one file `nouns/<noun>.ts` that exports a `Noun`. `nouns/index.ts`
 * lists it with its name and description:
 *
 * ```ts
 * export const coin: Noun = (coin) => {
 *   withExamples(coin, ["servicecoin coin transfer 0x... 1.5"]);
 *   queryCommand(
 *     verb(coin, "supply", "the total supply of SCV"),
 *     async (_input, session) => ({ supply: await (await session.reader()).coin.totalSupply() }),
 *     ({ supply }) => scv(supply),
 *   );
 *   transactionCommand(
 *     verb(coin, "transfer <to> <amount>", "send SCV"),
 *     ({ to, amount }) => `Send ${scv(amount)} to ${to}`,
 *     transfer, // an action of the SDK
 *     (input) => ({ to: input.arg("to", parseAddress), amount: input.arg("amount", parseAmount) }),
 *   );
 * };
 * ```
 *
 * `queryCommand` reads and prints; `transactionCommand` simulates, confirms, sends and waits. Parsers are in `parse/`,
 * formatters of values in `output/value.ts`. Declare options on the verb, `verb(...).option("--ref <reference>",
 * "...")`, and read them with `input.option("ref", parseReference)`. Parse before you query the chain, so that typos
 * need no node.
 */
export type Noun = (noun: Command) => void;

/** Adds a command to a noun. @param usage Its name and arguments in the syntax of commander: `transfer <to> <amount>`. */
export function verb(parent: Command, usage: string, description: string): Command {
  return parent.command(usage).description(description);
}

/** Returns the name of the noun that a verb belongs to. */
export function nounOf(verb: Command): string {
  return verb.parent?.name() ?? verb.name();
}

/** Adds an option that the command cannot do without, and says so in its help. Read it with `input.required`. */
export function required(command: Command, flags: string, description: string): Command {
  return command.requiredOption(flags, `${description} (required)`);
}

/** Adds an option that may be repeated. Read it with `input.options`. */
export function repeatable(command: Command, flags: string, description: string): Command {
  return command.option(flags, description, (text: string, before: string[] | undefined) => [...(before ?? []), text]);
}

/** Adds examples below the help. */
export function withExamples(command: Command, examples: readonly string[]): Command {
  return command.addHelpText("after", `\nExamples:\n${examples.map((example) => `  ${example}`).join("\n")}`);
}
