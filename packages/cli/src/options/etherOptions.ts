import { quoteCheckout, SLIPPAGE, type CheckoutQuote } from "@servicecoin/sdk";
import type { Command } from "../command/command.js";
import type { Input } from "../command/input.js";
import { ether, percent } from "../output/value.js";
import { parsePercent } from "../parse/amount.js";
import { parseOneOf } from "../parse/parser.js";
import type { Session } from "../session/session.js";
import { CliError } from "../errors/cliError.js";

/** Declares how a payment is made: with SCV, or with ether that buys it. */
export function addPayWith(command: Command): Command {
  return command
    .option("--pay-with <asset>", "scv, or eth: buy the SCV with ether in the same transaction (default: scv)")
    .option("--slippage <percent>", "with --pay-with eth: how much the price may still rise (default: 1%)");
}

/** Returns the limits of a payment with ether, after telling its price, or undefined if it is made with SCV. */
export async function etherFor(input: Input, session: Session, amount: bigint): Promise<CheckoutQuote | undefined> {
  const slippage = input.option("slippage", parsePercent);
  if ((input.option("pay-with", parseOneOf(["scv", "eth"])) ?? "scv") === "scv") {
    if (slippage === undefined) return undefined;
    throw new CliError("MissingOption", "The option --slippage needs --pay-with eth.", { name: "pay-with" });
  }
  const quote = await quoteCheckout(await session.reader(), { amount, slippageBps: slippage ?? SLIPPAGE });
  session.out.note(priceLine(quote));
  return quote;
}

/** The price in one line, with a warning if the purchase itself moves it much. */
export function priceLine({ input, maxInput, priceImpactBps, isPriceImpactHigh }: CheckoutQuote): string {
  const line = `Costs ${ether(input)} now, at most ${ether(maxInput)}; what is not needed comes back.`;
  const impact = `The trading pair is small: buying this much raises the price by ${percent(priceImpactBps)}.`;
  return isPriceImpactHigh ? `${line}\n${impact}` : line;
}
