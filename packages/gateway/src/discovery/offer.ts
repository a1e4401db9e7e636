import { decodePaymentRequiredHeader } from "@x402/core/http";
import { isPaymentRequiredV2 } from "@x402/core/schemas";
import { getAddress, isAddress } from "ethers";
import { AskError } from "./askError.js";

/** What the catalog is about: one coin on one chain. */
export interface Market {
  /** `eip155:<chainId>` */
  network: `${string}:${string}`;
  /** Address of ServiceCoin. */
  asset: string;
}

/** What an endpoint asks for. */
export interface Offer {
  /** Base units of SCV. */
  amount: bigint;
  payTo: string;
  /** Seconds for which a payment has to count at least. */
  maxTimeoutSeconds: number;
}

/**
 * What a PAYMENT-REQUIRED header asks for in our coin; the first, if it asks for several.
 * @throws AskError `no_offer`, `other_asset`
 */
export function offerIn(header: string | undefined, { network, asset }: Market): Offer {
  if (header === undefined) throw new AskError("no_offer", "It has no PAYMENT-REQUIRED header.");
  const ours = acceptsIn(header).find(
    (accepted) =>
      accepted.scheme === "exact" &&
      accepted.network === network &&
      accepted.asset.toLowerCase() === asset.toLowerCase() &&
      // At most 2^256 - 1, so that nothing absurd is kept.
      /^\d{1,78}$/.test(accepted.amount) &&
      isAddress(accepted.payTo),
  );
  if (ours === undefined) throw new AskError("other_asset", `It does not take ${asset} on ${network}.`);
  const { amount, payTo, maxTimeoutSeconds } = ours;
  return { amount: BigInt(amount), payTo: getAddress(payTo), maxTimeoutSeconds };
}

function acceptsIn(
  header: string,
): { scheme: string; network: string; asset: string; amount: string; payTo: string; maxTimeoutSeconds: number }[] {
  let decoded: unknown;
  try {
    decoded = decodePaymentRequiredHeader(header);
  } catch (cause) {
    throw new AskError("no_offer", "Its PAYMENT-REQUIRED header cannot be read.", { cause });
  }
  if (!isPaymentRequiredV2(decoded)) throw new AskError("no_offer", "Its PAYMENT-REQUIRED header is not of version 2.");
  return decoded.accepts;
}
