import type { PaymentRequirements } from "@x402/core/types";
import { isAddress } from "ethers";
import type { Payment } from "../settlement/payment.js";
import { INVALID_REQUIREMENTS, RECIPIENT_MISMATCH, UNSUPPORTED_ASSET, VALUE_MISMATCH } from "../reasons.js";

/**
 * Why a payment is not the one that is required, if it is not. Says of nonsense that it is nonsense, before the official verification
 * would throw.
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
