import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";

/** Whose coins, and who may move them. */
export interface AllowanceQuery {
  owner: string;
  spender: string;
}

/** Base units of SCV that the spender may move (ERC-20); 2^256 - 1 stands for without end. @throws ServiceCoinError */
export function readAllowance({ coin }: Client, { owner, spender }: AllowanceQuery): Promise<bigint> {
  return withErrors(() => coin.allowance(owner, spender));
}
