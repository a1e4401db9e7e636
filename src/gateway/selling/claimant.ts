import { createHash, randomUUID } from "node:crypto";
import { decodePaymentSignatureHeader } from "@x402/core/http";
import { extractPaymentIdentifier } from "@x402/extensions/payment-identifier";
import type { Request } from "express";
import { z } from "zod";
import type { Claimant } from "./claims.js";

const authorized = z.object({
  authorization: z.object({ from: z.string(), nonce: z.string(), validBefore: z.string().regex(/^\d{1,78}$/) }),
});

/** Who asks with a payment; undefined when the request has none that can be read. Nothing is verified. */
export function claimantOf(request: Request): Claimant | undefined {
  const header = request.get("payment-signature");
  if (header === undefined) return undefined;
  try {
    const payload = decodePaymentSignatureHeader(header);
    const { from, nonce, validBefore } = authorized.parse(payload.payload).authorization;
    // Without a secret nobody can prove to be the one who asked before: then each request is another.
    const secret = extractPaymentIdentifier(payload) ?? randomUUID();
    return {
      key: `${from}:${nonce}`.toLowerCase(),
      fingerprint: digest(request.method, request.originalUrl, bodyOf(request), header, secret),
      until: BigInt(validBefore),
    };
  } catch {
    return undefined;
  }
}

function bodyOf(request: Request): string {
  const body: unknown = request.body;
  return body === undefined ? "" : JSON.stringify(body);
}

function digest(...parts: string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
