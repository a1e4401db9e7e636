import type { PaymentPayload } from "@x402/core/types";
import { AbiCoder, dataLength, dataSlice, getAddress, isAddress, Signature, type TypedDataDomain } from "ethers";
import * as z from "zod";
import { transferAuthorizationData } from "@servicecoin/sdk";
import { canonicalSignature, isSignedByKey } from "@servicecoin/sdk/internal";
import type { Payment } from "../settlement/payment.js";
import { fitsBatch } from "../settlement/paymentBatch.js";

/** 2**256 has 78 digits. */
const uint = z
  .string()
  .regex(/^\d{1,78}$/)
  .transform(BigInt)
  .refine((value) => value < 2n ** 256n);
const address = z
  .string()
  .refine((text) => isAddress(text))
  .transform((text) => getAddress(text));
/**
 * Smart wallets sign with a few hundred bytes, or with none if they approved the payment on the chain, as Safe does.
 * The limit keeps transactions below the size limit of nodes.
 */
const signature = z
  .string()
  .regex(/^0x(?:[0-9a-f]{2}){0,2048}$/i)
  .toLowerCase();

/** Strict: another member would be another kind of payment, which the official verification might check instead. */
const exact = z.strictObject({
  signature,
  authorization: z.strictObject({
    from: address,
    to: address,
    value: uint,
    validAfter: uint,
    validBefore: uint,
    nonce: z
      .string()
      .regex(/^0x[0-9a-f]{64}$/i)
      .toLowerCase(),
  }),
});

/** Suffix of a signature that is wrapped with instructions to deploy its wallet (ERC-6492). */
const WRAPPED = "6492".repeat(16);

/**
 * Parses the payment in a payload of scheme `exact` with EIP-3009. Nothing is verified: `alone` follows from the form
 * of the signature, and for a payer with code only `isByKey` can decide it. Different spellings of a payment give the
 * same result.
 * @returns Undefined for any other kind of payload.
 * @param domain EIP-712 domain of ServiceCoin.
 */
export function paymentIn({ payload }: PaymentPayload, domain: TypedDataDomain): Payment | undefined {
  const parsed = exact.safeParse(payload);
  if (!parsed.success) return undefined;
  const { authorization } = parsed.data;
  const inner = innerSignature(parsed.data.signature);
  if (inner === undefined) return undefined;
  const data = transferAuthorizationData(domain, authorization);
  // In any other form the coin would call the payer's code.
  const signature = isCanonical(inner) ? inner : canonicalSignature(data, authorization.from, inner);
  const payment = { ...authorization, signature };
  return { ...payment, alone: !isCanonical(signature) || !fitsBatch(payment) };
}

/**
 * Returns whether the payer's key signed, in the form that the coin accepts from keys. Then the coin does not call the
 * payer's code.
 */
export function isByKey({ signature, ...authorization }: Payment, domain: TypedDataDomain): boolean {
  const data = transferAuthorizationData(domain, authorization);
  return isCanonical(signature) && isSignedByKey(data, authorization.from, Signature.from(signature));
}

/** Returns the payload with this payment and nothing else in it, so that exactly what is verified will be settled. */
export function payloadOf(payload: PaymentPayload, payment: Payment): PaymentPayload {
  const { from, to, value, validAfter, validBefore, nonce, signature } = payment;
  const authorization = {
    from,
    to,
    value: String(value),
    validAfter: String(validAfter),
    validBefore: String(validBefore),
    nonce,
  };
  return { ...payload, payload: { signature, authorization } };
}

/**
 * Unwraps the signature of a smart wallet (ERC-6492). The deployment instructions are dropped, because the coin
 * supports only deployed wallets.
 * @returns Undefined if it cannot be unwrapped or is wrapped twice: other code might unwrap it differently, and call
 * the wrapper's target.
 */
function innerSignature(signature: string): string | undefined {
  if (!signature.endsWith(WRAPPED)) return signature;
  try {
    const [, , inner] = AbiCoder.defaultAbiCoder().decode(
      ["address", "bytes", "bytes"],
      dataSlice(signature, 0, dataLength(signature) - 32),
    );
    const unwrapped = (inner as string).toLowerCase();
    return unwrapped === "0x" || unwrapped.endsWith(WRAPPED) ? undefined : unwrapped;
  } catch {
    return undefined;
  }
}

/** Returns whether a signature has the one form that the coin accepts from keys: 65 bytes, v 27 or 28, the lower s. */
function isCanonical(signature: string): boolean {
  try {
    return Signature.from(signature).serialized === signature;
  } catch {
    return false;
  }
}
