import type { Command } from "../command/command.js";
import { CliError } from "../errors/cliError.js";
import { nameOf, type Files } from "../session/files.js";
import type { Input } from "../command/input.js";
import { repeatable } from "../command/noun.js";
import { parsePayment } from "../parse/pair.js";
import { parseText, type Parser } from "../parse/parser.js";

const HOW = 'a list of payments, each "0x...=1.5" or { "to": "0x...", "amount": "1.5" }';

/** Declares `--pay`. The command must have an argument `[file]`, from which it can read payments instead. */
export function addPayments(command: Command): Command {
  const declared = repeatable(command, "--pay <to=amount>", "one payment, for example 0x...=1.5; may be repeated");
  return declared.addHelpText("after", `\nThe file (- for stdin) is JSON: ${HOW}.`);
}

/**
 * Reads the payments of a command from its file or its options, at least one.
 * @throws CliError `NoPayments`, `ManySources`, `BadPayments`
 */
export async function paymentsOf<Amount>(
  input: Input,
  files: Files,
  amount: Parser<Amount>,
): Promise<{ to: string; amount: Amount }[]> {
  const file = input.maybe("file", parseText);
  const typed = input.options("pay", parsePayment(amount));
  if (file !== undefined && typed.length > 0) {
    throw new CliError("ManySources", "Use a file or --pay, not both.", { file });
  }
  const payments = file === undefined ? typed : readPayments(await files.readJson(file), nameOf(file), amount);
  if (payments.length === 0) throw new CliError("NoPayments", "There are no payments: add --pay 0x...=1.5.");
  return payments;
}

/** Reads payments from a JSON document. @throws CliError `BadPayments` */
export function readPayments<Amount>(
  document: unknown,
  name: string,
  amount: Parser<Amount>,
): { to: string; amount: Amount }[] {
  if (!Array.isArray(document)) throw new CliError("BadPayments", `${name} must be ${HOW}.`, { name });
  return (document as readonly unknown[]).map((entry, i) => {
    const place = `${name}, payment ${i + 1}`;
    if (typeof entry === "string") return parsePayment(amount)(entry, place);
    const { to, amount: sum } = (entry ?? {}) as Partial<Record<string, unknown>>;
    if (typeof to !== "string" || typeof sum !== "string") {
      throw new CliError("BadPayments", `${place} must be an entry of ${HOW}.`, { name });
    }
    return parsePayment(amount)(`${to}=${sum}`, place);
  });
}
