import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";

/**
 * Returns the coins of an account in base units of SCV (ERC-20), without its locked SCV.
 * @throws ServiceCoinError
 * @example
 * ```ts
 * const balance = await readBalance(client, { account: payee });
 * console.log(formatScv(balance), "SCV");
 * ```
 */
export function readBalance({ coin }: Client, { account }: { account: string }): Promise<bigint> {
  return withErrors(() => coin.balanceOf(account));
}
