import { decodePaymentRequiredHeader, decodePaymentResponseHeader } from "@x402/core/http";
import { isPaymentRequired } from "@x402/core/schemas";
import type { PaymentRequired, SettleResponse } from "@x402/core/types";
import { z } from "zod";
import { ServiceCoinError } from "@servicecoin/sdk";

const settlement = z.object({
  success: z.boolean(),
  transaction: z.string(),
  network: z.string(),
  payer: z.string().optional(),
  errorReason: z.string().optional(),
});

/** An offer as far as its types go: JSON of strangers, of which the official decoding checks nothing. */
const offer = z.looseObject({
  scheme: z.string(),
  network: z.string(),
  asset: z.string(),
  amount: z.string(),
  payTo: z.string(),
  maxTimeoutSeconds: z.int().positive(),
  extra: z.record(z.string(), z.unknown()).nullish(),
});
const withOffers = z.looseObject({ accepts: z.array(z.unknown()) });

/**
 * What an answer asks to be paid, without offers that cannot be read; undefined when it asks for nothing by x402.
 * @throws ServiceCoinError `InvalidOffer`
 */
export function requiredBy(response: Response, url: string): PaymentRequired | undefined {
  const header = response.headers.get("PAYMENT-REQUIRED");
  if (response.status !== 402 || header === null) return undefined;
  const { data } = withOffers.safeParse(safely(() => decodePaymentRequiredHeader(header)));
  const required = data && { ...data, accepts: data.accepts.filter((made) => offer.safeParse(made).success) };
  if (!isPaymentRequired(required) || required.x402Version !== 2) throw new ServiceCoinError("InvalidOffer", { url });
  return required as PaymentRequired;
}

/** What the seller says of the settlement; undefined when it says nothing that can be read. */
export function settlementOf(response: Response): SettleResponse | undefined {
  const header = response.headers.get("PAYMENT-RESPONSE");
  if (header === null) return undefined;
  const parsed = settlement.safeParse(safely(() => decodePaymentResponseHeader(header)));
  return parsed.success ? (parsed.data as SettleResponse) : undefined;
}

/** Why the seller did not take a payment; undefined when it did, or does not say. */
export function reasonOf(response: Response): string | undefined {
  const settled = settlementOf(response);
  if (settled !== undefined) return settled.success ? undefined : settled.errorReason;
  const header = response.headers.get("PAYMENT-REQUIRED");
  if (header === null) return undefined;
  const required = safely(() => decodePaymentRequiredHeader(header));
  return isPaymentRequired(required) ? required.error : undefined;
}

function safely(decode: () => unknown): unknown {
  try {
    return decode();
  } catch {
    return undefined;
  }
}
