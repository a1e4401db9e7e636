import { type Client, providerOf } from "./core/client.js";
import { ServiceCoinError } from "./core/errors.js";

/** Returns the time of the chain's last block, in seconds since 1970: the time that the contracts' views use. */
export async function chainTime(client: Client): Promise<bigint> {
  const block = await providerOf(client).getBlock("latest");
  if (block === null) throw new ServiceCoinError("Unreachable", { message: "it has no last block" });
  return BigInt(block.timestamp);
}

/** Asks a view for what a transaction would find now: the last block of a local chain may be hours old. */
export async function inNextBlock<Value>(view: (at: { blockTag?: "pending" }) => Promise<Value>): Promise<Value> {
  // Not every node supports calls on the pending block.
  return view({ blockTag: "pending" }).catch(() => view({}));
}

/**
 * Returns the expected time of the next block, in seconds since 1970: the time that a transaction will run at. A local
 * chain mines only when a transaction is sent, so its last block may be hours old. The value comes from a contract
 * (ERC-6372), because nodes differ in what they return as the pending block.
 */
export async function nextTime(client: Client): Promise<bigint> {
  providerOf(client);
  // Not every node supports calls on the pending block.
  return client.votes.clock({ blockTag: "pending" }).catch(() => chainTime(client));
}
