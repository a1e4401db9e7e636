import type { Client } from "../../core/client.js";
import { callOf, type ProposalCall } from "./call.js";

/** A cap: what may leave the treasury in any `period` seconds. */
export interface CapTerms {
  /** Address of a token, or zero for ether. */
  asset: string;
  /** Base units of the asset; 0 freezes it. */
  amount: bigint;
  /** Seconds. */
  period: bigint;
}

/** A budget: what a steward may spend. */
export interface BudgetTerms {
  steward: string;
  /** Address of a token, or zero for ether. */
  asset: string;
  /** Base units of the asset; 0 removes the budget. */
  amount: bigint;
  /** Seconds in which an empty budget refills. */
  period: bigint;
}

/** Gives a steward a budget, which is full at once, or removes it. @throws ServiceCoinError `InvalidArgument` */
export function setBudgetCall(client: Client, { steward, asset, amount, period }: BudgetTerms): ProposalCall {
  return callOf(client, "Treasury", () =>
    client.treasury.interface.encodeFunctionData("setBudget", [steward, asset, amount, period]),
  );
}

/**
 * Caps an asset of the treasury. The first cap, a smaller amount and a longer period take effect at once; every other
 * change takes effect when someone calls `applyCap`, 7 days later.
 * @throws ServiceCoinError `InvalidArgument`
 */
export function setCapCall(client: Client, { asset, amount, period }: CapTerms): ProposalCall {
  return callOf(client, "Treasury", () =>
    client.treasury.interface.encodeFunctionData("setCap", [asset, amount, period]),
  );
}

/**
 * Removes a cap, which takes effect when someone calls `applyCap`, 7 days later.
 * @throws ServiceCoinError `InvalidArgument`
 */
export function removeCapCall(client: Client, { asset }: { asset: string }): ProposalCall {
  return setCapCall(client, { asset, amount: 0n, period: 0n });
}
