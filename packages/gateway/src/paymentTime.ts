import type { Client } from "@servicecoin/sdk";
import { chainTime, isLocalChain } from "@servicecoin/sdk/internal";

/** A client, as far as time needs it. */
export type Clocked = Pick<Client, "chainId"> & Partial<Client>;

/**
 * Now, in seconds since 1970, for the ends of payments. It is this machine's time; a local chain whose time was moved forward may be ahead of
 * it, and then its own counts, or every payment would be over for it.
 */
export async function paymentTime(client: Clocked): Promise<bigint> {
  const here = BigInt(Math.floor(Date.now() / 1000));
  if (!isLocalChain(client.chainId) || client.runner === undefined) return here;
  // Who asks no chain, or a silent one, goes by this machine.
  const there = await chainTime(client as Client).catch(() => here);
  return there > here ? there : here;
}
