import { ExactEvmScheme } from "@x402/evm/exact/server";
import { paymentMiddlewareFromHTTPServer, x402HTTPResourceServer } from "@x402/express";
import { declarePaymentIdentifierExtension, PAYMENT_IDENTIFIER } from "@x402/extensions/payment-identifier";
import { getAddress } from "ethers";
import { Router, type RequestHandler } from "express";
import type { Client } from "@servicecoin/sdk";
import { paymentTime } from "../paymentTime.js";
import { COIN_DOMAIN, networkOf } from "../protocol.js";
import { ResourceServer } from "./acceptedRequirements.js";
import { claimMiddleware } from "./claimMiddleware.js";
import { MemoryClaims, type ClaimStore } from "./claims.js";
import { corsMiddleware } from "./corsMiddleware.js";
import { checkOptions } from "./endpointOptions.js";
import { SellerFacilitatorClient } from "./facilitatorClient.js";
import type { PaidRequests } from "./paidRequest.js";
import { withPublicUrl } from "./publicUrl.js";
import { readinessMiddleware } from "./readinessMiddleware.js";
import { replayMiddleware } from "./replayMiddleware.js";
import { fixedTerms, RegisteredTerms, type TermsSource } from "./terms.js";

/**
 * Shared by all endpoints of the process: one payment buys one response, even if several endpoints have the same price
 * and payee.
 */
const CLAIMS = new MemoryClaims();

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
  /** URL of the facilitator, for example "http://127.0.0.1:4402". Neither a query nor a fragment. */
  facilitator: string;
  /** What is sold, in one sentence. With `mimeType` and `baseUrl`, up to 2,000 bytes as JSON. */
  description?: string;
  /** MIME type of the response. */
  mimeType?: string;
  /**
   * What clients put before the path of a request, for example "https://shop.example": the offer names the resource by
   * it. Default: protocol and host of the request, which Express takes from a reverse proxy if "trust proxy" allows it.
   */
  baseUrl?: string;
  /**
   * Origins whose pages may buy in a browser (CORS), for example ["https://app.example"]; "*" for all. Default: none;
   * then it is left to the app's own middleware, which must run before.
   */
  origins?: "*" | readonly string[];
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
  checkOptions(options);
  const { flow = "authorization", maxTimeout = 300, handlerTimeout = maxTimeout, origins, baseUrl } = options;
  const onError = options.onError ?? console.error;
  const terms = termsOf(options, onError);
  const isUpfront = flow === "upfront";
  // Reserve half of the validity for handler and settlement. In the upfront flow the facilitator decides.
  const minValidity = isUpfront ? 0n : BigInt(Math.floor(maxTimeout / 2));
  const maxValidity = BigInt(Math.ceil(maxTimeout)) + CLOCK_TOLERANCE;
  const validBeforeRange = async () => {
    const now = await paymentTime(options.client);
    return { now, earliest: now + minValidity, latest: now + maxValidity };
  };
  const facilitator = new SellerFacilitatorClient(options.facilitator, onError, validBeforeRange);
  const server = createServer(options, terms, facilitator, maxTimeout);
  const claims = options.claims ?? CLAIMS;
  const paidRequests: PaidRequests = new WeakMap();
  // Combine the handlers into one: then TypeScript infers the parameters of the handler that follows.
  return Router().use(
    ...(origins === undefined ? [] : [corsMiddleware(origins)]),
    replayMiddleware({ claims, paidRequests, facilitator, isUpfront, onError }),
    readinessMiddleware(server, facilitator, terms, onError),
    withPublicUrl(paymentMiddlewareFromHTTPServer(server, undefined, undefined, false), baseUrl),
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
  return new x402HTTPResourceServer(new ResourceServer(facilitator).register(network, new ExactEvmScheme()), {
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
