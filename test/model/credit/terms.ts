import { AbiCoder, concat, keccak256, TypedDataEncoder, type TypedDataDomain } from "ethers";

/** What `types/Loan.sol` says about each. */
export interface Loan {
  readonly lender: string;
  readonly borrower: string;
  readonly account: string;
  readonly amount: bigint;
  readonly charge: bigint;
  readonly rate: bigint;
  readonly lateRate: bigint;
  readonly due: bigint;
  readonly period: bigint;
  readonly instalments: bigint;
  readonly grace: bigint;
  readonly collateral: bigint;
  readonly pull: boolean;
  readonly income: boolean;
  readonly cover: bigint;
  readonly feeBps: bigint;
  readonly orders: string;
  readonly validUntil: bigint;
  readonly ref: string;
}

/** `LoanStatus` of the contract. */
export const LoanStatus = { None: 0n, Active: 1n, Ended: 2n, Voided: 3n } as const;

const DAY = 86_400n;

export const MAX_RATE = 31_709_791_983n;
export const MAX_CHARGE_BPS = 3_000n;
export const MAX_LOAN_FEE_BPS = 100n;
export const MAX_GRACE = 90n * DAY;
export const MAX_TERM = 5n * 365n * DAY;
export const COLLECTION_PERIOD = 2n * 365n * DAY;
export const MAX_ORDERS = 16;
export const MAX_ORDER_LOANS = 8;

/** What the lender signs, as EIP-712 names it. */
export const LOAN_TYPES = {
  Loan: [
    { name: "lender", type: "address" },
    { name: "borrower", type: "address" },
    { name: "account", type: "address" },
    { name: "amount", type: "uint96" },
    { name: "charge", type: "uint96" },
    { name: "rate", type: "uint40" },
    { name: "lateRate", type: "uint40" },
    { name: "due", type: "uint40" },
    { name: "period", type: "uint32" },
    { name: "instalments", type: "uint16" },
    { name: "grace", type: "uint32" },
    { name: "collateral", type: "uint96" },
    { name: "pull", type: "bool" },
    { name: "income", type: "bool" },
    { name: "cover", type: "uint96" },
    { name: "feeBps", type: "uint16" },
    { name: "orders", type: "bytes32" },
    { name: "validUntil", type: "uint40" },
    { name: "ref", type: "bytes32" },
  ],
};

const ENCODER = TypedDataEncoder.from(LOAN_TYPES);

const ids = new WeakMap<Loan, string>();

/** EIP-712 struct hash of the terms. */
export function idOfLoan(loan: Loan): string {
  const id = ids.get(loan) ?? ENCODER.hash({ ...loan });
  ids.set(loan, id);
  return id;
}

/** What the lender signs. */
export function offerOf(domain: TypedDataDomain, loan: Loan): string {
  return keccak256(concat(["0x1901", TypedDataEncoder.hashDomain(domain), idOfLoan(loan)]));
}

/** The field `orders` for these ids. */
export function hashOrders(orderIds: readonly string[]): string {
  return keccak256(AbiCoder.defaultAbiCoder().encode(["bytes32[]"], [orderIds]));
}
