import type { PaymentPayload } from "@x402/core/types";
import { AbiCoder, dataLength, dataSlice, getAddress, isAddress, verifyTypedData, type TypedDataDomain } from "ethers";
import { z } from "zod";
import { transferAuthorizationData, type Authorization } from "../../sdk/coin/typedData.js";
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
const signature = z.string().regex(/^0x(?:[0-9a-f]{2}){1,2048}$/i);

const exact = z.object({
  signature,
  authorization: z.object({
    from: address,
    to: address,
    value: uint,
    validAfter: uint,
    validBefore: uint,
    nonce: z.string().regex(/^0x[0-9a-f]{64}$/i),
  }),
});

/** What a signature ends with that says how to deploy its wallet (ERC-6492). */
const WRAPPED = "6492".repeat(16);

/**
 * The payment in a payload of scheme `exact` by EIP-3009; undefined when it is another kind. Nothing is verified.
 * @param domain EIP-712 domain of ServiceCoin.
 */
export function paymentIn({ payload }: PaymentPayload, domain: TypedDataDomain): Payment | undefined {
  const parsed = exact.safeParse(payload);
  if (!parsed.success) return undefined;
  const { authorization } = parsed.data;
  const signature = innerSignature(parsed.data.signature);
  const payment = { ...authorization, signature };
  return { ...payment, alone: !isByKey(authorization, signature, domain) || !fitsBatch(payment) };
}

/** What a smart wallet signed, without how to deploy it (ERC-6492): the coin knows only wallets that are there. */
function innerSignature(signature: string): string {
  if (!signature.toLowerCase().endsWith(WRAPPED)) return signature;
  try {
    const [, , inner] = AbiCoder.defaultAbiCoder().decode(
      ["address", "bytes", "bytes"],
      dataSlice(signature, 0, dataLength(signature) - 32),
    );
    return inner as string;
  } catch {
    return signature;
  }
}

/** Whether the key of the payer signed: then the coin asks no wallet's code. */
function isByKey(authorization: Authorization, signature: string, domain: TypedDataDomain): boolean {
  const { types } = transferAuthorizationData(domain, authorization);
  try {
    return verifyTypedData(domain, types, { ...authorization }, signature) === authorization.from;
  } catch {
    return false;
  }
}
