import type { Client, SendOptions } from "@servicecoin/sdk";
import { gasLimitFor, isLocalChain, providerOf, withErrors } from "@servicecoin/sdk/internal";
import { askYes, isInteractive } from "../session/prompt.js";
import { CliError } from "../errors/cliError.js";
import { list } from "../output/table.js";
import { ether } from "../output/value.js";
import type { Session } from "../session/session.js";

/** What a transaction may cost at most, and the options that keep it there. */
export interface Fees {
  max: bigint;
  overrides: NonNullable<SendOptions["overrides"]>;
}

/** Whether spending needs a yes: not on local chains, and not with `--yes`; where nobody can be asked it is refused. */
export function ruleOf(chainId: bigint, isYes: boolean, canAsk: boolean): "go" | "ask" | "refuse" {
  if (isLocalChain(chainId) || isYes) return "go";
  return canAsk ? "ask" : "refuse";
}

/** Fees at today's price, with a fifth more gas than is needed now. */
export async function feesOf(client: Client, gas: bigint): Promise<Fees> {
  const { gasPrice, maxFeePerGas, maxPriorityFeePerGas } = await withErrors(() => providerOf(client).getFeeData());
  const gasLimit = gasLimitFor(gas);
  if (maxFeePerGas !== null && maxPriorityFeePerGas !== null) {
    return { max: gasLimit * maxFeePerGas, overrides: { gasLimit, maxFeePerGas, maxPriorityFeePerGas } };
  }
  const price = gasPrice ?? 0n;
  return { max: gasLimit * price, overrides: { gasLimit, gasPrice: price } };
}

/** What will happen, as a list under a title. */
export function planText(chainId: bigint, title: string, rows: readonly (readonly [string, string])[]): string {
  const shown = [["chain", chainId.toString()] as const, ...rows];
  return `${title}\n${list(shown.map(([name, value]) => [`  ${name}`, value] as const))}`;
}

/**
 * Shows what will happen and asks, where the rule says so.
 * @param rows What is to be known beside the title.
 * @throws CliError `NotConfirmed`
 */
export async function confirm(
  session: Session,
  chainId: bigint,
  title: string,
  rows: readonly (readonly [string, string])[],
  question = "Send it?",
): Promise<void> {
  if (isLocalChain(chainId)) return;
  const rule = ruleOf(chainId, session.settings.isYes, isInteractive(session.io));
  const shown = planText(chainId, title, rows);
  if (rule === "ask") session.out.tell(shown);
  else session.out.note(shown);
  if (rule === "refuse") {
    const message = `Chain ${chainId.toString()} is public, and there is no terminal to ask on: add --yes to spend.`;
    throw new CliError("NotConfirmed", message, { chainId });
  }
  if (rule === "ask" && !(await askYes(session.io, question))) {
    throw new CliError("NotConfirmed", "It was not confirmed: nothing was sent.", { chainId });
  }
}

/** The rows of a transaction. */
export function feeRows(account: string, { max }: Fees): [string, string][] {
  return [
    ["account", account],
    ["maximum fee", ether(max)],
  ];
}
