import type { PaymentRequired, PaymentRequirements } from "@x402/core/types";
import { getAddress, isAddress } from "ethers";
import { type Client, ServiceCoinError } from "@servicecoin/sdk";
import { COIN_DOMAIN, networkOf } from "../protocol.js";

/** Longest validity of a signed payment by default, in seconds. */
export const MAX_TIMEOUT = 3600;

/** The price of a page in SCV, and what it buys. */
export interface PricedPage {
  url: string;
  /** Base units of SCV. */
  amount: bigint;
  /** Address of the payee. */
  payTo: string;
  /** What is sold, in the seller's words. May be empty. */
  description: string;
  /** Whether the seller charges before its handler runs. */
  isUpfront: boolean;
}

/** The price of a page, and the payment requirements that it comes from. */
export interface SelectedRequirements {
  page: PricedPage;
  requirements: PaymentRequirements;
}

/**
 * Selects the cheapest requirements of a page that a signature (ERC-3009) for SCV of this deployment meets.
 * @param maxTimeout Longest validity of a signature, in seconds.
 * @throws ServiceCoinError `NoFittingOffer`
 */
export function selectRequirements(
  client: Client,
  url: string,
  required: PaymentRequired,
  maxTimeout: number,
): SelectedRequirements {
  const { chainId } = client;
  const payable = required.accepts.filter((requirements) => isPayable(requirements, client, maxTimeout));
  const [requirements] = payable.sort((a, b) => (BigInt(a.amount) < BigInt(b.amount) ? -1 : 1));
  if (requirements === undefined) throw new ServiceCoinError("NoFittingOffer", { url, chainId });
  const { amount, payTo, extra } = requirements;
  const description = required.resource.description ?? "";
  const isUpfront = extra["paymentFlow"] === "upfront";
  return { requirements, page: { url, amount: BigInt(amount), payTo: getAddress(payTo), description, isUpfront } };
}

/** When a seller charges: after the handler has run (default), or before it runs. */
const FLOWS: ReadonlySet<unknown> = new Set([undefined, "authorization", "upfront"]);

/** Returns whether requirements may be signed. They are untrusted: their types are not certain either. */
export function isPayable(
  requirements: PaymentRequirements,
  { chainId, addresses }: Pick<Client, "chainId" | "addresses">,
  maxTimeout: number,
): boolean {
  const { scheme, network, asset, amount, payTo, maxTimeoutSeconds } = requirements;
  const extra = (requirements.extra as typeof requirements.extra | null | undefined) ?? {};
  return (
    scheme === "exact" &&
    network === networkOf(chainId) &&
    asset.toLowerCase() === addresses.ServiceCoin.toLowerCase() &&
    /^\d{1,78}$/.test(amount) &&
    /^0x/i.test(payTo) &&
    isAddress(payTo) &&
    Number.isSafeInteger(maxTimeoutSeconds) &&
    maxTimeoutSeconds > 0 &&
    maxTimeoutSeconds <= maxTimeout &&
    FLOWS.has(extra["paymentFlow"]) &&
    (extra["assetTransferMethod"] ?? "eip3009") === "eip3009" &&
    extra["name"] === COIN_DOMAIN.name &&
    extra["version"] === COIN_DOMAIN.version
  );
}
