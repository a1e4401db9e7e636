import type { Client, SendOptions } from "@servicecoin/sdk";
import { gasLimitFor, isLocalChain, providerOf, withErrors } from "@servicecoin/sdk/internal";
import { promptYes, isInteractive } from "../session/prompt.js";
import { CliError } from "../errors/cliError.js";
import { list } from "../output/table.js";
import { ether } from "../output/value.js";
import type { Session } from "../session/session.js";

/** The maximum fee of a transaction, in wei, and the overrides that enforce it. */
export interface Fees {
  max: bigint;
  overrides: NonNullable<SendOptions["overrides"]>;
}

/**
 * Returns whether to spend, to prompt first, or to refuse. Local chains and `--yes` need no confirmation; without a
 * terminal for the prompt, spending is refused.
 */
export function ruleOf(chainId: bigint, isYes: boolean, canPrompt: boolean): "go" | "ask" | "refuse" {
  if (isLocalChain(chainId) || isYes) return "go";
  return canPrompt ? "ask" : "refuse";
}

/** Returns the fees at the current gas price. @param gas The estimate; the limit is a fifth higher. */
export async function feesOf(client: Client, gas: bigint): Promise<Fees> {
  const { gasPrice, maxFeePerGas, maxPriorityFeePerGas } = await withErrors(() => providerOf(client).getFeeData());
  const gasLimit = gasLimitFor(gas);
  if (maxFeePerGas !== null && maxPriorityFeePerGas !== null) {
    return { max: gasLimit * maxFeePerGas, overrides: { gasLimit, maxFeePerGas, maxPriorityFeePerGas } };
  }
  const price = gasPrice ?? 0n;
  return { max: gasLimit * price, overrides: { gasLimit, gasPrice: price } };
}

/** Formats a plan as a title with a list. */
export function planText(chainId: bigint, title: string, rows: readonly (readonly [string, string])[]): string {
  const shown = [["chain", chainId.toString()] as const, ...rows];
  return `${title}\n${list(shown.map(([name, value]) => [`  ${name}`, value] as const))}`;
}

/**
 * Shows the plan on public chains, and prompts for confirmation unless `--yes` was given.
 * @param rows Details below the title.
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
    const message = `Chain ${chainId.toString()} is public, and there is no terminal for a prompt: add --yes to spend.`;
    throw new CliError("NotConfirmed", message, { chainId });
  }
  if (rule === "ask" && !(await promptYes(session.io, question))) {
    throw new CliError("NotConfirmed", "Not confirmed: nothing was sent.", { chainId });
  }
}

/** The rows of a plan for a transaction. */
export function feeRows(account: string, { max }: Fees): [string, string][] {
  return [
    ["account", account],
    ["maximum fee", ether(max)],
  ];
}
