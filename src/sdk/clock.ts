import { type Client, providerOf } from "./core/client.js";
import { ServiceCoinError } from "./core/errors.js";

/** Time of the chain's last block, in seconds since 1970: contracts go by it, not by this machine's clock. */
export async function chainTime(client: Client): Promise<bigint> {
  const block = await providerOf(client).getBlock("latest");
  if (block === null) throw new ServiceCoinError("Unreachable", { message: "it knows no last block" });
  return BigInt(block.timestamp);
}
