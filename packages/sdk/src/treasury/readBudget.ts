import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";

/** How much of an asset may leave; amounts in its base units (wei for ether). */
export interface Limit {
  amount: bigint;
  /** Seconds. */
  period: bigint;
  /** What is left of it now. */
  available: bigint;
}

/** One budget. */
export interface BudgetQuery {
  steward: string;
  /** Address of a token, or zero for ether. */
  asset: string;
}

/** A steward's budget, which refills evenly within its period; all zero when there is none. @throws ServiceCoinError */
export function readBudget({ treasury }: Client, { steward, asset }: BudgetQuery): Promise<Limit> {
  return withErrors(async () => {
    const { amount, period, available } = await treasury.budgetOf(steward, asset);
    return { amount, period, available };
  });
}
