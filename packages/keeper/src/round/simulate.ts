import { providerOf, isRevert } from "@servicecoin/sdk/internal";
import { toServiceCoinError, type Client } from "@servicecoin/sdk";
import type { DutyCall } from "../duties/duty.js";

/**
 * Runs a call without sending it, on the pending block: what another keeper has already sent makes it fail here, which
 * costs nothing.
 * @returns The gas that it would use; the reason if it would revert.
 * @throws ServiceCoinError when the node cannot say
 */
export async function simulate(client: Client, from: string, call: DutyCall): Promise<bigint | { reason: string }> {
  const provider = providerOf(client);
  const transaction = { from, ...call };
  try {
    await provider.call({ ...transaction, blockTag: "pending" }).catch((error: unknown) => {
      // Not every node supports calls on the pending block.
      if (isRevert(error)) throw error;
      return provider.call(transaction);
    });
    return await provider.estimateGas(transaction);
  } catch (error) {
    const known = toServiceCoinError(error);
    if (isRevert(error)) return { reason: `${known.code}: ${known.message}` };
    throw known;
  }
}
