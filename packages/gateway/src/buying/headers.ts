import { decodePaymentRequiredHeader, decodePaymentResponseHeader } from "@x402/core/http";
import { isPaymentRequired } from "@x402/core/schemas";
import type { PaymentRequired, SettleResponse } from "@x402/core/types";
import * as z from "zod";
import { ServiceCoinError } from "@servicecoin/sdk";

const settlementSchema = z.object({
  success: z.boolean(),
  transaction: z.string(),
  network: z.string(),
  payer: z.string().optional(),
  errorReason: z.string().optional(),
});

/** Types of payment requirements. They come from untrusted JSON, which the official decoder does not validate. */
const requirementsSchema = z.looseObject({
  scheme: z.string(),
  network: z.string(),
  asset: z.string(),
  amount: z.string(),
  payTo: z.string(),
  maxTimeoutSeconds: z.int().positive(),
  extra: z.record(z.string(), z.unknown()).nullish(),
});
const paymentRequiredSchema = z.looseObject({ accepts: z.array(z.unknown()) });

/**
 * Reads the PAYMENT-REQUIRED header of a 402 response, without malformed entries of `accepts`.
 * @returns undefined if the response does not demand an x402 payment.
 * @throws ServiceCoinError `InvalidOffer`
 */
export function readPaymentRequired(response: Response, url: string): PaymentRequired | undefined {
  const header = response.headers.get("PAYMENT-REQUIRED");
  if (response.status !== 402 || header === null) return undefined;
  const { data } = paymentRequiredSchema.safeParse(decodeSafely(() => decodePaymentRequiredHeader(header)));
  const isWellFormed = (requirements: unknown) => requirementsSchema.safeParse(requirements).success;
  const required = data && { ...data, accepts: data.accepts.filter(isWellFormed) };
  if (!isPaymentRequired(required) || required.x402Version !== 2) throw new ServiceCoinError("InvalidOffer", { url });
  return required as PaymentRequired;
}

/** Reads what the seller reports about the settlement; undefined if the header is missing or unreadable. */
export function readSettlement(response: Response): SettleResponse | undefined {
  const header = response.headers.get("PAYMENT-RESPONSE");
  return header === null ? undefined : settlementIn(header);
}

/** Reads the value of a PAYMENT-RESPONSE header; undefined if it is unreadable. */
export function settlementIn(header: string): SettleResponse | undefined {
  const parsed = settlementSchema.safeParse(decodeSafely(() => decodePaymentResponseHeader(header)));
  return parsed.success ? (parsed.data as SettleResponse) : undefined;
}

/** Returns why the seller rejected a payment; undefined if it accepted the payment or gave no reason. */
export function readRejectionReason(response: Response): string | undefined {
  const settlement = readSettlement(response);
  if (settlement !== undefined) return settlement.success ? undefined : settlement.errorReason;
  const header = response.headers.get("PAYMENT-REQUIRED");
  if (header === null) return undefined;
  const required = decodeSafely(() => decodePaymentRequiredHeader(header));
  return isPaymentRequired(required) ? required.error : undefined;
}

function decodeSafely(decode: () => unknown): unknown {
  try {
    return decode();
  } catch {
    return undefined;
  }
}
