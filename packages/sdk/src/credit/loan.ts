import { AbiCoder, keccak256, TypedDataEncoder, ZeroHash, type TypedDataDomain } from "ethers";
import type { Client } from "../core/client.js";
import type { Deal } from "../deals.js";
import { domainOf } from "../domain.js";
import { dealIdOf } from "../hub/ids.js";
import { fields, type TypedData } from "../typedData.js";

/**
 * The terms of a loan, which the lender signs as an offer. Amounts are base units of SCV, times are seconds since 1970,
 * durations are seconds.
 */
export interface Loan {
  /** Pays the loan out and is repaid. */
  lender: string;
  /** Can take the offer. The zero address if anyone can: the first account to take it is the borrower. */
  borrower: string;
  /** Payout account whose orders or income are pledged, or the zero address. The borrower must own it. */
  account: string;
  /** Principal. */
  amount: bigint;
  /** Fixed charge, owed from the beginning. */
  charge: bigint;
  /** Simple interest per second on the unpaid principal, in units of 10^-18. See `rateOf`. */
  rate: bigint;
  /** Interest after the last due date and the grace period, at least `rate`. */
  lateRate: bigint;
  /** First due date; 0 if the loan is repaid only from the pledged orders. */
  due: bigint;
  /** Time between due dates; 0 if there is only one. */
  period: bigint;
  /** Number of due dates; 0 if `due` is 0. The principal is repaid in equal parts. */
  instalments: bigint;
  /** Time after a due date in which nothing is collected. */
  grace: bigint;
  /** SCV that the borrower deposits, returned when the loan ends. */
  collateral: bigint;
  /** Whether overdue amounts can be taken from the borrower's allowance for `Credit`. */
  pull: boolean;
  /** Whether overdue amounts can be taken from everything that the payout account receives. */
  income: boolean;
  /** Minimum that the pledged orders must hold for the payee, fees deducted, when the offer is taken. */
  cover: bigint;
  /** The DAO's fee in basis points, deducted from the principal that is paid out. */
  feeBps: bigint;
  /** Hash of the ids of the pledged orders, see `pledgeHashOf`; zero if there are none. */
  orders: string;
  /** The last second in which the offer can be taken. */
  validUntil: bigint;
  /** 32 bytes that the lender chooses. They also make otherwise equal offers different. */
  ref: string;
}

/** The fields of a loan in EIP-712. */
export const LOAN = fields(
  "address lender,address borrower,address account,uint96 amount,uint96 charge,uint40 rate,uint40 lateRate," +
    "uint40 due,uint32 period,uint16 instalments,uint32 grace,uint96 collateral,bool pull,bool income,uint96 cover," +
    "uint16 feeBps,bytes32 orders,uint40 validUntil,bytes32 ref",
);

/** The typed data that the lender signs (EIP-712). Its struct hash is the loan's id. */
export function loanData(domain: TypedDataDomain, loan: Loan): TypedData<Loan> {
  return { domain, types: { Loan: LOAN }, message: loan };
}

/** Returns the id of a loan without a call to the chain: its EIP-712 struct hash, without a domain (`credit.idOf`). */
export function loanIdOf(client: Client, loan: Loan): string {
  const { types } = loanData(domainOf(client, "Credit"), loan);
  return TypedDataEncoder.hashStruct("Loan", types, { ...loan });
}

/** Returns the EIP-712 digest that the lender signs (`credit.offerOf`). */
export function loanDigestOf(client: Client, loan: Loan): string {
  const { domain, types } = loanData(domainOf(client, "Credit"), loan);
  return TypedDataEncoder.hash(domain, types, { ...loan });
}

/** Returns the value of `orders` in the terms of a loan that these orders secure, in this sequence. */
export function pledgeHashOf(client: Client, orders: readonly Deal[]): string {
  if (orders.length === 0) return ZeroHash;
  const ids = orders.map((order) => dealIdOf(client, order));
  return keccak256(AbiCoder.defaultAbiCoder().encode(["bytes32[]"], [ids]));
}
