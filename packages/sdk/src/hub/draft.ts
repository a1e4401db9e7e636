import { getAddress, hexlify, randomBytes } from "ethers";
import { accountOf, type Client } from "../core/client.js";
import { ServiceCoinError } from "../core/errors.js";

/** The parties of a draft. */
export interface DraftParties {
  /** Receives the payments. */
  payee: string;
  /** Receives the refunds. Default: the client's account. */
  payer?: string | undefined;
  /**
   * 32 bytes that the parties choose, for example the hash of an invoice. Default: random, so that no two deals are the
   * same.
   */
  ref?: string | undefined;
}

/** Returns what every draft needs: the parties, a reference, and the hub's current fee. */
export async function draftBase(
  client: Client,
  { payee, payer, ref }: DraftParties,
): Promise<{ payer: string; payee: string; ref: string; feeBps: bigint }> {
  return {
    payer: getAddress(payer ?? (await accountOf(client))),
    payee: getAddress(payee),
    ref: ref ?? hexlify(randomBytes(32)),
    feeBps: await client.hub.fee(),
  };
}

/** Returns the value. @throws ServiceCoinError `InvalidArgument` when it is not above zero */
export function requirePositive(argument: string, value: bigint): bigint {
  if (value <= 0n) throw new ServiceCoinError("InvalidArgument", { argument, value });
  return value;
}
