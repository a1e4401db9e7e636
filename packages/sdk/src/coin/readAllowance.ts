import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";

/** An owner of coins and an account that may move them. */
export interface AllowanceQuery {
  owner: string;
  spender: string;
}

/**
 * Returns the base units of SCV that the spender may move (ERC-20); 2^256 - 1 is unlimited.
 * @throws ServiceCoinError
 */
export function readAllowance({ coin }: Client, { owner, spender }: AllowanceQuery): Promise<bigint> {
  return withErrors(() => coin.allowance(owner, spender));
}
