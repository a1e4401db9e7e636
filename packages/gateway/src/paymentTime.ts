import type { Client } from "@servicecoin/sdk";
import { chainTime, isLocalChain } from "@servicecoin/sdk/internal";

/** The parts of a client that tell the time. */
export type Clocked = Pick<Client, "chainId"> & Partial<Client>;

/**
 * Returns the current Unix time in seconds, against which payment deadlines are checked. This is the machine's clock,
 * except on a local chain whose time was moved forward: there the chain's clock counts, or every payment would have
 * expired.
 */
export async function paymentTime(client: Clocked): Promise<bigint> {
  const here = BigInt(Math.floor(Date.now() / 1000));
  if (!isLocalChain(client.chainId) || client.runner === undefined) return here;
  // Fall back to the machine's clock if the node does not respond.
  const there = await chainTime(client as Client).catch(() => here);
  return there > here ? there : here;
}
