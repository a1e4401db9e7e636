import * as z from "zod";
import { ServiceCoinError } from "../core/errors.js";
import { address } from "../core/indexRows.js";
import type { Deal } from "../deals.js";
import type { Loan } from "./loan.js";
import type { LoanOffer } from "./signLoanOffer.js";

const bytes32 = z.string().regex(/^0x[0-9a-f]{64}$/i);

/** An unsigned integer as a decimal string. Small ones may be JSON numbers, as people write them. */
function uint(bits: bigint) {
  return z
    .union([z.string().regex(/^\d{1,78}$/), z.int().nonnegative()])
    .transform((number) => BigInt(number))
    .refine((number) => number < 2n ** bits);
}

const deal: z.ZodType<Deal> = z.object({
  ...{ payer: address, payee: address, arbiter: address, price: uint(96n), period: uint(32n), start: uint(40n) },
  ...{ deadline: uint(40n), window: uint(32n), feeBps: uint(16n), ref: bytes32 },
});

const loan: z.ZodType<Loan> = z.object({
  ...{ lender: address, borrower: address, account: address, amount: uint(96n), charge: uint(96n), rate: uint(40n) },
  ...{ lateRate: uint(40n), due: uint(40n), period: uint(32n), instalments: uint(16n), grace: uint(32n) },
  ...{ collateral: uint(96n), pull: z.boolean(), income: z.boolean(), cover: uint(96n), feeBps: uint(16n) },
  ...{ orders: bytes32, validUntil: uint(40n), ref: bytes32 },
});

const terms = z.object({ loan, orders: z.array(deal) });
const offer: z.ZodType<LoanOffer> = terms.extend({ signature: z.string().regex(/^0x([0-9a-f]{2})*$/i) });

/**
 * Writes an offer as JSON, to pass it on to the borrower. Numbers are decimal strings. Terms that nobody has signed yet
 * can be written too.
 * @example
 * ```ts
 * const text = formatLoanOffer(offer);
 * ```
 */
export function formatLoanOffer(document: LoanOffer | Omit<LoanOffer, "signature">): string {
  const text = (_name: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);
  return JSON.stringify(document, text, 2);
}

/**
 * Reads a signed offer from parsed JSON that anyone may have written. `verifyLoanOffer` checks whether it can be taken.
 * @throws ServiceCoinError `InvalidArgument` with the place of the fault as `argument`
 * @example
 * ```ts
 * const offer = loanOfferOf(JSON.parse(text));
 * ```
 */
export function loanOfferOf(document: unknown): LoanOffer {
  return read(document, offer);
}

/** Reads the terms of a loan and its orders, signed or not, from parsed JSON. @throws ServiceCoinError `InvalidArgument` */
export function loanTermsOf(document: unknown): Omit<LoanOffer, "signature"> {
  return read(document, terms);
}

function read<T>(document: unknown, schema: z.ZodType<T>): T {
  const result = schema.safeParse(document);
  if (result.success) return result.data;
  const place = result.error.issues[0]?.path ?? [];
  const value = place.reduce<unknown>((inner, name) => (inner as Record<PropertyKey, unknown>)[name], document);
  throw new ServiceCoinError("InvalidArgument", { argument: place.join(".") || "offer", value });
}
