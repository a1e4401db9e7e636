import type { DiscoveryResource } from "@x402/extensions/bazaar";
import { sanitizeResourceServiceMetadata } from "@x402/extensions/bazaar";
import { formatUnits, ZeroAddress } from "ethers";
import { COIN_DOMAIN } from "../protocol.js";
import { isAsRegistered, type Check, type Entry } from "./listing.js";
import type { AssetId, PaymentTerms } from "./probeEndpoint.js";

/** Key of our fields under `extensions` of an item. */
export const EXTENSION = "servicecoin";
/** Longest name and tag that the discovery extension allows. */
const MAX_LABEL = 32;
/** `maxTimeoutSeconds` if the endpoint has not stated it: the default of `paidEndpoint`. */
const DEFAULT_TIMEOUT = 300;

/** Our fields of a discovery item. Amounts are decimal strings in base units of SCV, times are ISO 8601. */
export interface ServiceCoinInfo {
  agentId: string;
  owner: string;
  category: string;
  unit: string;
  /** The registered price; null if there is none. */
  price: string | null;
  /** The registered payee; null if there is none. */
  wallet: string | null;
  name?: string;
  /** `average` and `weightedAverage` are from 0 to 100. See `IServiceReputation.getPaidSummary` for what they prove. */
  rating: { count: string; paid: string; average: string; weightedAverage: string };
  status: Check["status"];
  checkedAt?: string;
  /** Since when the endpoint fails its checks. */
  since?: string;
  /** Why the endpoint failed its last check: a code of `ProbeError`. */
  reason?: string;
  httpStatus?: number;
  /** What the endpoint itself demands. */
  asks?: { amount: string; payTo: string };
  /** Whether the endpoint demands the registered price for the registered wallet. */
  asRegistered?: boolean;
}

/** Converts an entry of the catalog to the format of the x402 discovery extension. */
export function itemOf(entry: Entry, assetId: AssetId): DiscoveryResource {
  const { listing, file } = entry;
  const tags = [listing.category, listing.unit].filter((tag) => tag !== "");
  const terms = expectedTerms(entry);
  const serviceName = file?.name.slice(0, MAX_LABEL).trim();
  return {
    resource: listing.resource,
    type: "http",
    x402Version: 2,
    accepts: terms === undefined ? [] : [requirements(terms, assetId)],
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

/**
 * Returns the terms that a buyer should expect: the registered ones or, if none are registered, those that the endpoint
 * demands.
 */
export function expectedTerms({ listing: { price, wallet }, check }: Entry): PaymentTerms | undefined {
  const probed = check.status === "answering" ? check.asks : undefined;
  if (price === undefined || wallet === ZeroAddress) return probed;
  return { amount: price, payTo: wallet, maxTimeoutSeconds: probed?.maxTimeoutSeconds ?? DEFAULT_TIMEOUT };
}

function requirements({ amount, payTo, maxTimeoutSeconds }: PaymentTerms, { network, asset }: AssetId) {
  const extra = COIN_DOMAIN;
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
