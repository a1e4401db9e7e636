import { createHash, randomUUID } from "node:crypto";
import { decodePaymentSignatureHeader } from "@x402/core/http";
import { isPaymentPayload } from "@x402/core/schemas";
import type { PaymentPayload } from "@x402/core/types";
import { extractPaymentIdentifier } from "@x402/extensions/payment-identifier";
import type { Request, Response } from "express";
import * as z from "zod";
import { PAYMENT_IN_USE, SELLER_RETRY_AFTER } from "../protocol.js";
import type { Claimant } from "./claims.js";

/** A request with a payment while it passes through the middleware. */
export interface PaidRequest {
  claimant: Claimant;
  /** Whether this request holds the claim on the payment. */
  isClaimed: boolean;
  /** Whether the payer was charged or may be from now on. The claim is then never released. */
  mayBeCharged: boolean;
  /**
   * Names of the headers that the handler set, in lower case. They must not be sent with any response but the
   * handler's.
   */
  handlerHeaders: readonly string[];
  /** Writes the head of the response to the client. */
  writeHead: Response["writeHead"];
}

/** The paid requests of one endpoint, by response. */
export type PaidRequests = WeakMap<Response, PaidRequest>;

/** Accepts exactly one spelling of each value: two spellings of one payment would be two claims. */
const authorizationSchema = z.object({
  authorization: z.object({
    from: z.string().regex(/^0x[0-9a-f]{40}$/i),
    nonce: z.string().regex(/^0x[0-9a-f]{64}$/i),
    validBefore: z.string().regex(/^\d{1,78}$/),
  }),
});

/** Identifies a request with a payment; undefined if it has no readable payment. Verifies nothing. */
export function claimantOf(request: Request): Claimant | undefined {
  const header = request.get("payment-signature");
  if (header === undefined) return undefined;
  try {
    const payload: unknown = decodePaymentSignatureHeader(header);
    if (!isPaymentPayload(payload) || payload.x402Version !== 2) return undefined;
    const { from, nonce, validBefore } = authorizationSchema.parse(payload.payload).authorization;
    // Without a secret no client can prove that it sent an earlier request, so each request counts as a different one.
    const secret = extractPaymentIdentifier(payload as PaymentPayload);
    const target = [request.method, request.get("host") ?? "", request.originalUrl, bodyOf(request)];
    return {
      key: `${from}:${nonce}`.toLowerCase(),
      fingerprint: digest(...target, header, secret ?? randomUUID()),
      until: BigInt(validBefore),
      isProvable: secret !== null,
    };
  } catch {
    return undefined;
  }
}

/** Returns when a payment expires, as a Unix time in seconds; undefined if it is unreadable. */
export function validBeforeOf({ payload }: PaymentPayload): bigint | undefined {
  const { data } = authorizationSchema.safeParse(payload);
  return data && BigInt(data.authorization.validBefore);
}

/** Tells the client that it may send the same request again. Sets only the status and headers. */
export function allowRetry(response: Response, status: 409 | 503): Response {
  return response.set("Retry-After", String(SELLER_RETRY_AFTER)).status(status);
}

/** Responds that another request holds the claim on the payment. */
export function respondInUse(response: Response): void {
  allowRetry(response, 409).json({ error: PAYMENT_IN_USE });
}

/** Returns the body as far as it was parsed. Body parsers run before `paidEndpoint`. */
function bodyOf(request: Request): string {
  const body: unknown = request.body;
  return body === undefined ? "" : JSON.stringify(body);
}

function digest(...parts: string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
