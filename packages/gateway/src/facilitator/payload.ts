import type { PaymentPayload } from "@x402/core/types";
import {
  AbiCoder,
  dataLength,
  dataSlice,
  getAddress,
  isAddress,
  Signature,
  verifyTypedData,
  type TypedDataDomain,
} from "ethers";
import { z } from "zod";
import { type Authorization, transferAuthorizationData } from "@servicecoin/sdk";
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
/** Smart wallets sign with some hundred bytes; the limit keeps a batch below what nodes take. */
const signature = z
  .string()
  .regex(/^0x(?:[0-9a-f]{2}){1,2048}$/i)
  .toLowerCase();

/** Strict, because another member would be another kind of payment, and the official verification might look at that one. */
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

/** What a signature ends with that says how to deploy its wallet (ERC-6492). */
const WRAPPED = "6492".repeat(16);

/**
 * The payment in a payload of scheme `exact` by EIP-3009; undefined when it is another kind. Nothing is verified: whether it goes alone is
 * said by its form, and by a payer with code only `isByKey` tells. Two spellings of one payment give the same.
 * @param domain EIP-712 domain of ServiceCoin.
 */
export function paymentIn({ payload }: PaymentPayload, domain: TypedDataDomain): Payment | undefined {
  const parsed = exact.safeParse(payload);
  if (!parsed.success) return undefined;
  const { authorization } = parsed.data;
  const inner = innerSignature(parsed.data.signature);
  if (inner === undefined) return undefined;
  const byKey = isCanonical(inner) ? inner : canonicalSignature(authorization, inner, domain);
  const payment = { ...authorization, signature: byKey ?? inner };
  return { ...payment, alone: byKey === undefined || !fitsBatch(payment) };
}

/** Whether the key of the payer signed, in the form that the coin takes from keys: then the coin asks no code of the payer. */
export function isByKey({ signature, ...authorization }: Payment, domain: TypedDataDomain): boolean {
  return isCanonical(signature) && signerOf(authorization, Signature.from(signature), domain) === authorization.from;
}

/** The payload with this payment and nothing else in it, so that what is verified is what will be settled. */
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
 * What a smart wallet signed, without how to deploy it (ERC-6492): the coin knows only wallets that are there. Undefined for what cannot be
 * unwrapped, and for what is wrapped twice: others would unwrap it in another way, and call what the wrapper names.
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

/** Whether it may be a key's, in the one form that the coin takes from keys: 65 bytes, v 27 or 28, the lower s. */
function isCanonical(signature: string): boolean {
  try {
    return Signature.from(signature).serialized === signature;
  } catch {
    return false;
  }
}

/**
 * Another form of the payer's own signature (64 bytes by ERC-2098, v 0 or 1), in the form that the coin takes from keys: as it is, the
 * coin would ask the payer's code. Undefined when no key of the payer signed.
 */
function canonicalSignature(
  authorization: Authorization,
  signature: string,
  domain: TypedDataDomain,
): string | undefined {
  try {
    const canonical = Signature.from(signature);
    return signerOf(authorization, canonical, domain) === authorization.from ? canonical.serialized : undefined;
  } catch {
    return undefined;
  }
}

function signerOf(authorization: Authorization, signature: Signature, domain: TypedDataDomain): string {
  const { types } = transferAuthorizationData(domain, authorization);
  const { from, to, value, validAfter, validBefore, nonce } = authorization;
  return verifyTypedData(domain, types, { from, to, value, validAfter, validBefore, nonce }, signature);
}
