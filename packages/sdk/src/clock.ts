import { type Client, providerOf } from "./core/client.js";
import { ServiceCoinError } from "./core/errors.js";

/** Time of the chain's last block, in seconds since 1970: what the contracts' views go by. */
export async function chainTime(client: Client): Promise<bigint> {
  const block = await providerOf(client).getBlock("latest");
  if (block === null) throw new ServiceCoinError("Unreachable", { message: "it knows no last block" });
  return BigInt(block.timestamp);
}

/**
 * Time of the block that comes next, as far as the node knows it: what a transaction will meet. A local chain mines only when something is
 * sent, so its last block may be hours old. A contract is asked (ERC-6372), because nodes differ in what a pending block is.
 */
export async function nextTime(client: Client): Promise<bigint> {
  providerOf(client);
  // Not every node answers for a block that is not there yet.
  return client.votes.clock({ blockTag: "pending" }).catch(() => chainTime(client));
}
