import type { DiscoveryResource } from "@x402/extensions/bazaar";
import { sanitizeResourceServiceMetadata } from "@x402/extensions/bazaar";
import { formatUnits, ZeroAddress } from "ethers";
import { isAsRegistered, type Check, type Entry } from "./listing.js";
import type { Market, Offer } from "./offer.js";

/** Key of what we add to an item, under its `extensions`. */
export const EXTENSION = "servicecoin";
/** Longest name and tag that the discovery extension lets pass. */
const MAX_LABEL = 32;
/** Seconds, when the endpoint has not said: as `paidEndpoint` unless told. */
const TIMEOUT = 300;

/** What we add to an item. Amounts are base units of SCV as decimal strings, times ISO 8601. */
export interface ServiceCoinInfo {
  agentId: string;
  owner: string;
  category: string;
  unit: string;
  /** As registered. */
  price: string | null;
  /** As registered: whom to pay. */
  wallet: string | null;
  name?: string;
  /** `average` and `weightedAverage` from 0 to 100; see `IServiceReputation.getPaidSummary` for what they prove. */
  rating: { count: string; paid: string; average: string; weightedAverage: string };
  status: Check["status"];
  checkedAt?: string;
  /** Since when it does not answer. */
  since?: string;
  /** Why it does not answer: a code of `AskError`. */
  reason?: string;
  httpStatus?: number;
  /** What the endpoint itself asks for. */
  asks?: { amount: string; payTo: string };
  /** Whether that is the registered price, for the registered wallet. */
  asRegistered?: boolean;
}

/** An entry of the catalog, as the x402 discovery extension writes it. */
export function itemOf(entry: Entry, market: Market): DiscoveryResource {
  const { listing, file } = entry;
  const tags = [listing.category, listing.unit].filter((tag) => tag !== "");
  const offer = offerOf(entry);
  const serviceName = file?.name.slice(0, MAX_LABEL).trim();
  return {
    resource: listing.resource,
    type: "http",
    x402Version: 2,
    accepts: offer === undefined ? [] : [requirements(offer, market)],
    lastUpdated: listing.lastUpdated.toISOString(),
    ...(file && file.description !== "" && { description: file.description }),
    ...sanitizeResourceServiceMetadata({
      url: listing.resource,
      ...(serviceName !== undefined && { serviceName }),
      tags,
    }),
    extensions: { [EXTENSION]: infoOf(entry) },
  };
}

/** What a buyer is told to expect: what is registered or, where nothing is, what the endpoint asks for. */
export function offerOf({ listing: { price, wallet }, check }: Entry): Offer | undefined {
  const asked = check.status === "answering" ? check.asks : undefined;
  if (price === undefined || wallet === ZeroAddress) return asked;
  return { amount: price, payTo: wallet, maxTimeoutSeconds: asked?.maxTimeoutSeconds ?? TIMEOUT };
}

function requirements({ amount, payTo, maxTimeoutSeconds }: Offer, { network, asset }: Market) {
  const extra = { name: "ServiceCoin", version: "1" };
  return { scheme: "exact", network, amount: String(amount), asset, payTo, maxTimeoutSeconds, extra };
}

function infoOf(entry: Entry): ServiceCoinInfo {
  const { listing, file } = entry;
  const { agentId, owner, category, unit, price, wallet, rating } = listing;
  return {
    agentId: String(agentId),
    owner,
    category,
    unit,
    price: price === undefined ? null : String(price),
    wallet: wallet === ZeroAddress ? null : wallet,
    ...(file && { name: file.name }),
    rating: {
      count: String(rating.count),
      paid: String(rating.paid),
      average: formatUnits(rating.average),
      weightedAverage: formatUnits(rating.weightedAverage),
    },
    ...checkInfo(entry),
  };
}

function checkInfo(entry: Entry): Pick<ServiceCoinInfo, "status"> & Partial<ServiceCoinInfo> {
  const { check } = entry;
  if (check.status === "unchecked") return { status: check.status };
  const checkedAt = check.checkedAt.toISOString();
  if (check.status === "answering") {
    const { amount, payTo } = check.asks;
    const asks = { amount: String(amount), payTo };
    return { status: check.status, checkedAt, asks, asRegistered: isAsRegistered(entry) };
  }
  const { status, since, reason, httpStatus } = check;
  return { status, checkedAt, since: since.toISOString(), reason, ...(httpStatus !== undefined && { httpStatus }) };
}
