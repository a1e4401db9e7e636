import { AbiCoder, concat, dataSlice, solidityPacked, ZeroAddress, type TypedDataDomain } from "ethers";
import { fields, type TypedData } from "./typedData.js";

/**
 * The terms of an order, stream or subscription, as its parties sign them. Times are seconds since 1970, durations are
 * seconds.
 */
export interface Deal {
  /** Receives the refunds. */
  payer: string;
  /** Receives the payments. */
  payee: string;
  /**
   * Splits the money of a disputed order. The zero address if there is no arbiter, and always for streams and
   * subscriptions.
   */
  arbiter: string;
  /**
   * Base units of SCV: the total of an order, the rate per second of a stream, or the price per period of a
   * subscription.
   */
  price: bigint;
  /** 0 for an order, 1 for a stream, otherwise the seconds between the payments of a subscription. */
  period: bigint;
  /** When a stream or subscription starts to accrue, which may be in the past; 0 for orders. */
  start: bigint;
  /** The last second in which an order can be delivered; for others, when accrual ends, or 0 if it does not end. */
  deadline: bigint;
  /** Seconds after delivery in which the payer can dispute an order; otherwise 0. */
  window: bigint;
  /** Basis points of each payment. Must be the hub's `fee()` when the deal is opened. */
  feeBps: bigint;
  /**
   * 32 bytes that the parties choose, for example the hash of an invoice. They also make otherwise equal deals
   * different.
   */
  ref: string;
}

/** Terms on which a payee may charge a payer repeatedly. Times are seconds since 1970. */
export interface Mandate {
  payer: string;
  payee: string;
  /** Base units of SCV that may be charged in each period. */
  limit: bigint;
  /** Length of a period in seconds. */
  period: bigint;
  /** When the first period starts. */
  start: bigint;
  /** From this second on nothing can be charged. 0 for no end. */
  end: bigint;
  /** Basis points of each payment. Must be the hub's `fee()` when the mandate is accepted. */
  feeBps: bigint;
  /** 32 bytes that the parties choose. They also make otherwise equal mandates different. */
  ref: string;
}

/** The fields of a deal in EIP-712. */
export const DEAL = fields(
  "address payer,address payee,address arbiter,uint96 price,uint32 period,uint40 start,uint40 deadline,uint32 window," +
    "uint16 feeBps,bytes32 ref",
);
const MANDATE = fields(
  "address payer,address payee,uint96 limit,uint32 period,uint40 start,uint40 end,uint16 feeBps,bytes32 ref",
);

/** The typed data that the payer signs for `openSigned` (EIP-712). Its struct hash is the deal's id. */
export function dealData(domain: TypedDataDomain, deal: Deal): TypedData<Deal> {
  return { domain, types: { Deal: DEAL }, message: deal };
}

/**
 * The typed data that the payee signs to offer these terms to any payer (EIP-712). The payer of the deal is ignored.
 */
export function quoteData(domain: TypedDataDomain, deal: Deal): TypedData<{ deal: Deal }> {
  const types = { Quote: fields("Deal deal"), Deal: DEAL };
  return { domain, types, message: { deal: { ...deal, payer: ZeroAddress } } };
}

/**
 * The typed data that the payer of an order signs for `releaseSigned` (EIP-712).
 * @param total Base units of SCV that the payee receives in total, including what it has already received.
 */
export function releaseData(
  domain: TypedDataDomain,
  deal: Deal,
  total: bigint,
): TypedData<{ deal: Deal; total: bigint }> {
  const types = { Release: fields("Deal deal,uint96 total"), Deal: DEAL };
  return { domain, types, message: { deal, total } };
}

/** The typed data that the payer of a mandate signs (EIP-712). Its struct hash is the mandate's id. */
export function mandateData(domain: TypedDataDomain, mandate: Mandate): TypedData<Mandate> {
  return { domain, types: { Mandate: MANDATE }, message: mandate };
}

/** Length of an encoded deal; a quote follows it. */
export const DEAL_BYTES = 160;

/** Packs the numbers of a deal into one word, the Solidity type `Terms`. */
export function packTerms({ price, period, start, deadline, window, feeBps }: Deal): string {
  const types = ["uint96", "uint32", "uint40", "uint40", "uint32", "uint16"];
  return solidityPacked(types, [price, period, start, deadline, window, feeBps]);
}

/**
 * Unpacks the numbers of a deal from one word, the inverse of `packTerms`. The `Opened` event has them in this form.
 */
export function unpackTerms(
  terms: string,
): Pick<Deal, "price" | "period" | "start" | "deadline" | "window" | "feeBps"> {
  const part = (from: number, to: number) => BigInt(dataSlice(terms, from, to));
  return {
    price: part(0, 12),
    period: part(12, 16),
    start: part(16, 21),
    deadline: part(21, 26),
    window: part(26, 30),
    feeBps: part(30, 32),
  };
}

/** Returns the deal as the Solidity struct `Deal`, which the hub takes. */
export function toDeal(deal: Deal) {
  const { payer, payee, arbiter, ref } = deal;
  return { payer, payee, arbiter, terms: packTerms(deal), ref };
}

/**
 * Encodes the data of a `transferAndCall` to the hub (ERC-1363) that opens a deal or tops it up.
 * @param quote The payee's signature on `quoteData`. Default: none.
 */
export function encodeDeal(deal: Deal, quote = "0x"): string {
  const { payer, payee, arbiter, terms, ref } = toDeal(deal);
  const types = ["address", "address", "address", "bytes32", "bytes32"];
  return concat([AbiCoder.defaultAbiCoder().encode(types, [payer, payee, arbiter, terms, ref]), quote]);
}
