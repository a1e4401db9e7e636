import { getAddress, hexlify, randomBytes } from "ethers";
import { accountOf, type Client } from "../core/client.js";
import { ServiceCoinError } from "../core/errors.js";

/** Who deals with whom, as drafts take it. */
export interface DraftParties {
  /** Gets the payments. */
  payee: string;
  /** Gets the refunds; the client's account unless told. */
  payer?: string | undefined;
  /** 32 bytes of the parties, for example the hash of an invoice. Random unless told, so that no two deals are the same. */
  ref?: string | undefined;
}

/** What every draft needs: the parties, a reference, and the hub's fee now. */
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

/** @throws ServiceCoinError `InvalidArgument` unless the value is above zero. */
export function requirePositive(argument: string, value: bigint): bigint {
  if (value <= 0n) throw new ServiceCoinError("InvalidArgument", { argument, value });
  return value;
}
