import { AbiCoder, concat, dataSlice, solidityPacked, ZeroAddress, type TypedDataDomain } from "ethers";
import { fields, type TypedData } from "./typedData.js";

/** An order, stream or subscription, as its parties sign it. Times are seconds since 1970, durations seconds. */
export interface Deal {
  /** Gets the refunds. */
  payer: string;
  /** Gets the payments. */
  payee: string;
  /** Splits a disputed order; the zero address when there is nobody, and for everything but orders. */
  arbiter: string;
  /** Base units of SCV: of an order in all, of a stream per second, of a subscription per period. */
  price: bigint;
  /** 0 for an order, 1 for a stream, else the seconds between the payments of a subscription. */
  period: bigint;
  /** When a stream or subscription begins to accrue, also in the past; 0 for orders. */
  start: bigint;
  /** Last second in which to deliver an order; else when accrual ends, or 0 if it does not. */
  deadline: bigint;
  /** Seconds after delivery in which the payer of an order can dispute; else 0. */
  window: bigint;
  /** Basis points of each payment; the hub's `fee()` when the deal is opened. */
  feeBps: bigint;
  /** 32 bytes of the parties, for example the hash of an invoice. They also tell equal deals apart. */
  ref: string;
}

/** Terms on which a payee may charge a payer again and again. Times are seconds since 1970. */
export interface Mandate {
  payer: string;
  payee: string;
  /** Base units of SCV that may be charged in each period. */
  limit: bigint;
  /** Seconds of one period. */
  period: bigint;
  /** When the first period begins. */
  start: bigint;
  /** From then on nothing can be charged, or 0. */
  end: bigint;
  /** Basis points of each payment; the hub's `fee()` when the mandate is accepted. */
  feeBps: bigint;
  /** 32 bytes of the parties. They also tell equal mandates apart. */
  ref: string;
}

const DEAL = fields(
  "address payer,address payee,address arbiter,uint96 price,uint32 period,uint40 start,uint40 deadline,uint32 window," +
    "uint16 feeBps,bytes32 ref",
);
const MANDATE = fields(
  "address payer,address payee,uint96 limit,uint32 period,uint40 start,uint40 end,uint16 feeBps,bytes32 ref",
);

/** What the payer signs for `openSigned` (EIP-712); its digest is the deal's id. */
export function dealData(domain: TypedDataDomain, deal: Deal): TypedData<Deal> {
  return { domain, types: { Deal: DEAL }, message: deal };
}

/** What the payee signs to offer these terms to any payer (EIP-712); the deal's own payer does not matter. */
export function quoteData(domain: TypedDataDomain, deal: Deal): TypedData<{ deal: Deal }> {
  const types = { Quote: fields("Deal deal"), Deal: DEAL };
  return { domain, types, message: { deal: { ...deal, payer: ZeroAddress } } };
}

/**
 * What the payer of an order signs for `releaseSigned` (EIP-712).
 * @param total Base units of SCV that the payee gets in all, what it has got before included.
 */
export function releaseData(
  domain: TypedDataDomain,
  deal: Deal,
  total: bigint,
): TypedData<{ deal: Deal; total: bigint }> {
  const types = { Release: fields("Deal deal,uint96 total"), Deal: DEAL };
  return { domain, types, message: { deal, total } };
}

/** What the payer of a mandate signs (EIP-712); its digest is the mandate's id. */
export function mandateData(domain: TypedDataDomain, mandate: Mandate): TypedData<Mandate> {
  return { domain, types: { Mandate: MANDATE }, message: mandate };
}

/** The numbers of a deal in one word, as the Solidity type `Terms`. */
export function packTerms({ price, period, start, deadline, window, feeBps }: Deal): string {
  const types = ["uint96", "uint32", "uint40", "uint40", "uint32", "uint16"];
  return solidityPacked(types, [price, period, start, deadline, window, feeBps]);
}

/** The numbers of a deal out of one word: what `packTerms` packed. */
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

/** The deal as the hub takes it: the Solidity struct `Deal`. */
export function toDeal(deal: Deal) {
  const { payer, payee, arbiter, ref } = deal;
  return { payer, payee, arbiter, terms: packTerms(deal), ref };
}

/**
 * The data of a `transferAndCall` to the hub (ERC-1363) that opens a deal or tops one up.
 * @param quote The payee's signature on `quoteData`, or nothing.
 */
export function encodeDeal(deal: Deal, quote = "0x"): string {
  const { payer, payee, arbiter, terms, ref } = toDeal(deal);
  const types = ["address", "address", "address", "bytes32", "bytes32"];
  return concat([AbiCoder.defaultAbiCoder().encode(types, [payer, payee, arbiter, terms, ref]), quote]);
}
