import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";

/** Coins of an account in base units of SCV (ERC-20); what it has locked is not among them. @throws ServiceCoinError */
export function readBalance({ coin }: Client, { account }: { account: string }): Promise<bigint> {
  return withErrors(() => coin.balanceOf(account));
}
