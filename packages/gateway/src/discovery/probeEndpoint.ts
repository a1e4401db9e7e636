import type { IncomingMessage } from "node:http";
import { decodePaymentRequiredHeader } from "@x402/core/http";
import { isPaymentRequiredV2 } from "@x402/core/schemas";
import type { PaymentRequired } from "@x402/core/types";
import { getAddress, isAddress } from "ethers";
import type { Guard } from "./guard.js";
import { ProbeError } from "./probeError.js";
import { safeRequest } from "./safeFetch.js";

const MAX_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Identifies a coin: one token on one chain. */
export interface AssetId {
  /** `eip155:<chainId>` */
  network: `${string}:${string}`;
  /** Address of ServiceCoin. */
  asset: string;
}

/** What an endpoint demands of a payment. */
export interface PaymentTerms {
  /** Base units of SCV. */
  amount: bigint;
  /** Address of the payee. */
  payTo: string;
  /** How long a payment must be valid, in seconds. */
  maxTimeoutSeconds: number;
}

/**
 * Requests an endpoint without paying and returns the payment terms of its 402 response. Does not read bodies: x402
 * version 2 puts the terms into a header.
 * @throws ProbeError with any code
 */
export async function probeEndpoint(
  resource: string,
  assetId: AssetId,
  guard: Guard,
  signal: AbortSignal,
): Promise<PaymentTerms> {
  let url = new URL(resource);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await safeRequest(url, guard, signal);
    response.destroy();
    const location = redirectTarget(response);
    if (location === undefined) return termsOf(response, assetId);
    if (!URL.canParse(location, url.href)) {
      throw new ProbeError("refused_address", "The endpoint redirects to an invalid URL.");
    }
    url = new URL(location, url);
  }
  throw new ProbeError("too_many_redirects", `The endpoint redirects more than ${MAX_REDIRECTS} times.`);
}

function redirectTarget({ statusCode = 0, headers }: IncomingMessage): string | undefined {
  return REDIRECTS.has(statusCode) ? headers.location : undefined;
}

function termsOf({ statusCode: status = 0, headers }: IncomingMessage, assetId: AssetId): PaymentTerms {
  if (status !== 402) {
    throw new ProbeError("unexpected_status", `The endpoint responds with status ${status}, not 402.`, { status });
  }
  const header = headers["payment-required"];
  return parseTerms(typeof header === "string" ? header : undefined, assetId);
}

/**
 * Returns the first payment terms of a PAYMENT-REQUIRED header for a coin.
 * @throws ProbeError `no_offer`, `other_asset`
 */
function parseTerms(header: string | undefined, { network, asset }: AssetId): PaymentTerms {
  if (header === undefined) throw new ProbeError("no_offer", "The response has no PAYMENT-REQUIRED header.");
  const terms = decode(header).accepts.find(
    (accepted) =>
      accepted.scheme === "exact" &&
      accepted.network === network &&
      accepted.asset.toLowerCase() === asset.toLowerCase() &&
      // Long enough for 2^256 - 1; rejects absurd numbers.
      /^\d{1,78}$/.test(accepted.amount) &&
      isAddress(accepted.payTo),
  );
  if (terms === undefined) throw new ProbeError("other_asset", `The endpoint does not accept ${asset} on ${network}.`);
  const { amount, payTo, maxTimeoutSeconds } = terms;
  return { amount: BigInt(amount), payTo: getAddress(payTo), maxTimeoutSeconds };
}

function decode(header: string): Pick<PaymentRequired, "accepts"> {
  let decoded: unknown;
  try {
    decoded = decodePaymentRequiredHeader(header);
  } catch (cause) {
    throw new ProbeError("no_offer", "The PAYMENT-REQUIRED header cannot be decoded.", { cause });
  }
  if (!isPaymentRequiredV2(decoded)) {
    throw new ProbeError("no_offer", "The PAYMENT-REQUIRED header is not of x402 version 2.");
  }
  return decoded as Pick<PaymentRequired, "accepts">;
}
