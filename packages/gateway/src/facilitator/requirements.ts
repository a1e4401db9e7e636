import type { PaymentRequirements } from "@x402/core/types";
import { isAddress } from "ethers";
import type { Payment } from "../settlement/payment.js";
import {
  AMOUNT_TOO_SMALL,
  INVALID_REQUIREMENTS,
  PAYEE_NOT_SERVED,
  RECIPIENT_MISMATCH,
  UNSUPPORTED_ASSET,
  VALUE_MISMATCH,
} from "../protocol.js";

/**
 * Returns the reason why a payment does not match its requirements; undefined if it does. Malformed requirements are
 * reported here, because the official verification would throw.
 * @param coin Address of ServiceCoin.
 */
export function mismatchOf(
  { to, value }: Pick<Payment, "to" | "value">,
  { asset, payTo, amount }: PaymentRequirements,
  coin: string,
): string | undefined {
  if (!isAddress(payTo) || !/^\d{1,78}$/.test(amount)) return INVALID_REQUIREMENTS;
  if (!isAddress(asset) || asset.toLowerCase() !== coin.toLowerCase()) return UNSUPPORTED_ASSET;
  if (to.toLowerCase() !== payTo.toLowerCase()) return RECIPIENT_MISMATCH;
  return value === BigInt(amount) ? undefined : VALUE_MISMATCH;
}

/** Payments for which the facilitator pays the gas. */
export interface Limits {
  /** Payees that are served. Default: all. */
  payees?: readonly string[] | undefined;
  /** Minimum amount in base units. Default: 0. */
  minAmount?: bigint | undefined;
}

/** Returns the reason why the facilitator does not serve a payment; undefined if it does. */
export function limitOf({ to, value }: Payment, { payees, minAmount = 0n }: Limits): string | undefined {
  if (payees?.every((payee) => payee.toLowerCase() !== to.toLowerCase())) return PAYEE_NOT_SERVED;
  return value < minAmount ? AMOUNT_TOO_SMALL : undefined;
}
