import { ExactEvmScheme } from "@x402/evm/exact/server";
import { paymentMiddlewareFromHTTPServer, x402HTTPResourceServer, x402ResourceServer } from "@x402/express";
import { declarePaymentIdentifierExtension, PAYMENT_IDENTIFIER } from "@x402/extensions/payment-identifier";
import { getAddress } from "ethers";
import { Router, type RequestHandler } from "express";
import { type Client, ServiceCoinError } from "@servicecoin/sdk";
import { paymentTime } from "../paymentTime.js";
import { COIN_DOMAIN, networkOf } from "../protocol.js";
import { claimMiddleware } from "./claimMiddleware.js";
import { MemoryClaims, type ClaimStore } from "./claims.js";
import { SellerFacilitatorClient } from "./facilitatorClient.js";
import type { PaidRequests } from "./paidRequest.js";
import { readinessMiddleware } from "./readinessMiddleware.js";
import { replayMiddleware } from "./replayMiddleware.js";
import { fixedTerms, RegisteredTerms, type TermsSource } from "./terms.js";

/**
 * Shared by all endpoints of the process: one payment buys one response, even if several endpoints have the same price
 * and payee.
 */
const CLAIMS = new MemoryClaims();

/** The official verification requires payments to stay valid for another 6 seconds. */
const MIN_TIMEOUT = 10;

/** Tolerance in seconds for buyers whose clock is fast. */
const CLOCK_TOLERANCE = 600n;

/** A price that never changes. */
export interface FixedPrice {
  /** The deployment whose coin the price is in. */
  client: Pick<Client, "chainId" | "addresses">;
  /** Price in SCV, for example "0.05". */
  price: string;
  /** Address of the payee. */
  payTo: string;
  agentId?: never;
}

/**
 * The registered price of a service, paid to its registered wallet. Read at the first request and then every minute.
 */
export interface RegisteredPrice {
  client: Client;
  /** Id of the service in the registry. */
  agentId: bigint;
  price?: never;
  payTo?: never;
}

/** Options of a paid endpoint. */
export type PaidEndpointOptions = (FixedPrice | RegisteredPrice) & {
  /** URL of the facilitator, for example "http://127.0.0.1:4402". */
  facilitator: string;
  /** What is sold, in one sentence. */
  description?: string;
  /** MIME type of the response. */
  mimeType?: string;
  /**
   * When the payer is charged. `authorization`: after the handler has responded, and only if it succeeded. `upfront`:
   * before the handler runs; the seller has to refund a payer who was charged for a failure. Default: `authorization`.
   */
  flow?: "authorization" | "upfront";
  /**
   * Validity of a signed payment in seconds. Verification, handler and settlement must fit into it. At least 10.
   * Default: 300.
   */
  maxTimeout?: number;
  /** Seconds after which a handler that has not responded is cut off with status 504. Default: `maxTimeout`. */
  handlerTimeout?: number;
  /** Required if the seller runs several processes. Default: one store in memory for all endpoints of the process. */
  claims?: ClaimStore;
  /** Receives failures on the seller's side: facilitator, registry, claims. Default: `console.error`. */
  onError?: (error: unknown) => void;
};

/**
 * Creates Express middleware that requires an x402 payment in SCV. It charges when the handler's response is complete.
 * A handler that fails charges nobody, and one payment runs the handler once. Responses are held in memory until they
 * are paid. Body parsers must run before it.
 *
 * @throws ServiceCoinError `InvalidAmount`, `InvalidArgument`
 *
 * @example
 * ```ts
 * const paid = paidEndpoint({ client, price: "0.05", payTo, facilitator: "http://127.0.0.1:4402" });
 * app.get("/report", paid, (_request, response) => {
 *   response.json({ report: "rain" });
 * });
 * ```
 */
export function paidEndpoint(options: PaidEndpointOptions): RequestHandler {
  const { flow = "authorization", maxTimeout = 300, handlerTimeout = maxTimeout } = options;
  const onError = options.onError ?? console.error;
  checkSeconds("maxTimeout", maxTimeout, MIN_TIMEOUT);
  checkSeconds("handlerTimeout", handlerTimeout, 0);
  const terms = termsOf(options, onError);
  const isUpfront = flow === "upfront";
  // Reserve half of the validity for handler and settlement. In the upfront flow the facilitator decides.
  const minValidity = isUpfront ? 0n : BigInt(Math.floor(maxTimeout / 2));
  const maxValidity = BigInt(Math.ceil(maxTimeout)) + CLOCK_TOLERANCE;
  const validBeforeRange = async () => {
    const now = await paymentTime(options.client);
    return { now, earliest: now + minValidity, latest: now + maxValidity };
  };
  const facilitator = new SellerFacilitatorClient(checkedUrl(options.facilitator), onError, validBeforeRange);
  const server = createServer(options, terms, facilitator, maxTimeout);
  const claims = options.claims ?? CLAIMS;
  const paidRequests: PaidRequests = new WeakMap();
  // Combine the handlers into one: then TypeScript infers the parameters of the handler that follows.
  return Router().use(
    replayMiddleware({ claims, paidRequests, facilitator, isUpfront, onError }),
    readinessMiddleware(server, facilitator, terms, onError),
    paymentMiddlewareFromHTTPServer(server, undefined, undefined, false),
    claimMiddleware({ claims, paidRequests, isUpfront, handlerTimeout, onError }),
  );
}

function createServer(
  { client, flow, description, mimeType }: PaidEndpointOptions,
  terms: TermsSource,
  facilitator: SellerFacilitatorClient,
  maxTimeoutSeconds: number,
): x402HTTPResourceServer {
  const network = networkOf(client.chainId);
  const extra = { ...COIN_DOMAIN, ...(flow === "upfront" ? { paymentFlow: flow } : {}) };
  const asset = getAddress(client.addresses.ServiceCoin);
  return new x402HTTPResourceServer(new x402ResourceServer(facilitator).register(network, new ExactEvmScheme()), {
    accepts: {
      scheme: "exact",
      network,
      maxTimeoutSeconds,
      payTo: () => terms.current().payTo,
      price: () => ({ amount: String(terms.current().price), asset, extra }),
    },
    extensions: { [PAYMENT_IDENTIFIER]: declarePaymentIdentifierExtension() },
    ...(description === undefined ? {} : { description }),
    ...(mimeType === undefined ? {} : { mimeType }),
  });
}

function termsOf(options: PaidEndpointOptions, onError: (error: unknown) => void): TermsSource {
  if (options.agentId === undefined) return fixedTerms(options.price, options.payTo);
  return new RegisteredTerms(options.client, options.agentId, onError);
}

function checkedUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new ServiceCoinError("InvalidArgument", { argument: "facilitator", value: text });
}

function checkSeconds(argument: string, value: number, min: number): void {
  // Timers of Node.js are limited to 2^31 milliseconds.
  if (Number.isFinite(value) && value >= min && value <= 2_000_000) return;
  throw new ServiceCoinError("InvalidArgument", { argument, value });
}
