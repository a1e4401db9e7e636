import { createHash, randomUUID } from "node:crypto";
import { decodePaymentSignatureHeader } from "@x402/core/http";
import { isPaymentPayload } from "@x402/core/schemas";
import type { PaymentPayload } from "@x402/core/types";
import { extractPaymentIdentifier } from "@x402/extensions/payment-identifier";
import type { Request } from "express";
import { z } from "zod";
import type { Claimant } from "./claims.js";

/** Strictly one way to write each: two ways of writing one payment would be two claims. */
const authorized = z.object({
  authorization: z.object({
    from: z.string().regex(/^0x[0-9a-f]{40}$/i),
    nonce: z.string().regex(/^0x[0-9a-f]{64}$/i),
    validBefore: z.string().regex(/^\d{1,78}$/),
  }),
});

/** Who asks with a payment; undefined when the request has none that can be read. Nothing is verified. */
export function claimantOf(request: Request): Claimant | undefined {
  const header = request.get("payment-signature");
  if (header === undefined) return undefined;
  try {
    const payload: unknown = decodePaymentSignatureHeader(header);
    if (!isPaymentPayload(payload) || payload.x402Version !== 2) return undefined;
    const { from, nonce, validBefore } = authorized.parse(payload.payload).authorization;
    // Without a secret nobody can prove to be the one who asked before: then each request is another.
    const secret = extractPaymentIdentifier(payload as PaymentPayload);
    const asked = [request.method, request.get("host") ?? "", request.originalUrl, bodyOf(request)];
    return {
      key: `${from}:${nonce}`.toLowerCase(),
      fingerprint: digest(...asked, header, secret ?? randomUUID()),
      until: BigInt(validBefore),
      isProvable: secret !== null,
    };
  } catch {
    return undefined;
  }
}

/** When a payment ends, in seconds since 1970; undefined when it cannot be read. */
export function endOf({ payload }: PaymentPayload): bigint | undefined {
  const { data } = authorized.safeParse(payload);
  return data && BigInt(data.authorization.validBefore);
}

/** The body as far as it was read: parsers of bodies stand before `paidEndpoint`. */
function bodyOf(request: Request): string {
  const body: unknown = request.body;
  return body === undefined ? "" : JSON.stringify(body);
}

function digest(...parts: string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
