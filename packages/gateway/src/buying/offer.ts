import type { PaymentRequired, PaymentRequirements } from "@x402/core/types";
import { getAddress, isAddress } from "ethers";
import { type Client, ServiceCoinError } from "@servicecoin/sdk";

/** What a page asks for, as far as it can be paid here. */
export interface PricedPage {
  url: string;
  /** Base units of SCV. */
  amount: bigint;
  /** Who is paid. */
  payTo: string;
  /** What is sold, in the seller's words; may be empty. */
  description: string;
  /** Whether the seller charges before it answers. */
  isUpfront: boolean;
}

/** A page's price and the terms behind it. */
export interface Chosen {
  page: PricedPage;
  requirements: PaymentRequirements;
}

/**
 * The cheapest of what a page offers that is SCV of this system by a signature (ERC-3009).
 * @param maxTimeout Seconds for which a signature may count.
 * @throws ServiceCoinError `NoFittingOffer`
 */
export function chooseOffer(client: Client, url: string, required: PaymentRequired, maxTimeout: number): Chosen {
  const { chainId } = client;
  const fitting = required.accepts.filter((offer) => isFitting(offer, client, maxTimeout));
  const [requirements] = fitting.sort((a, b) => (BigInt(a.amount) < BigInt(b.amount) ? -1 : 1));
  if (!(requirements as typeof requirements | undefined))
    throw new ServiceCoinError("NoFittingOffer", { url, chainId });
  const { amount, payTo, extra } = requirements;
  const description = required.resource.description ?? "";
  const isUpfront = extra["paymentFlow"] === "upfront";
  return { requirements, page: { url, amount: BigInt(amount), payTo: getAddress(payTo), description, isUpfront } };
}

/** When sellers may charge: after they answered, or before. */
const FLOWS: ReadonlySet<unknown> = new Set([undefined, "authorization", "upfront"]);

/** Whether an offer is one that may be signed. It was written by strangers: nothing of its types is certain. */
export function isFitting(
  offer: PaymentRequirements,
  { chainId, addresses }: Pick<Client, "chainId" | "addresses">,
  maxTimeout: number,
): boolean {
  const { scheme, network, asset, amount, payTo, maxTimeoutSeconds } = offer;
  const extra = (offer.extra as typeof offer.extra | null | undefined) ?? {};
  return (
    scheme === "exact" &&
    network === `eip155:${String(chainId)}` &&
    asset.toLowerCase() === addresses.ServiceCoin.toLowerCase() &&
    /^\d{1,78}$/.test(amount) &&
    /^0x/i.test(payTo) &&
    isAddress(payTo) &&
    Number.isSafeInteger(maxTimeoutSeconds) &&
    maxTimeoutSeconds > 0 &&
    maxTimeoutSeconds <= maxTimeout &&
    FLOWS.has(extra["paymentFlow"]) &&
    (extra["assetTransferMethod"] ?? "eip3009") === "eip3009" &&
    extra["name"] === "ServiceCoin" &&
    extra["version"] === "1"
  );
}
