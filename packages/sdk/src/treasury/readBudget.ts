import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";

/** A limit on what may leave the treasury. Amounts are base units of the asset (wei for ether). */
export interface Limit {
  amount: bigint;
  /** Seconds. */
  period: bigint;
  /** What is available now. */
  available: bigint;
}

/** A steward and an asset. */
export interface BudgetQuery {
  steward: string;
  /** Address of a token, or zero for ether. */
  asset: string;
}

/**
 * Reads a steward's budget, which refills evenly within its period; all zero when there is none.
 * @throws ServiceCoinError
 */
export function readBudget({ treasury }: Client, { steward, asset }: BudgetQuery): Promise<Limit> {
  return withErrors(async () => {
    const { amount, period, available } = await treasury.budgetOf(steward, asset);
    return { amount, period, available };
  });
}
