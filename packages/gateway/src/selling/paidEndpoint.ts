import { ExactEvmScheme } from "@x402/evm/exact/server";
import { paymentMiddlewareFromHTTPServer, x402HTTPResourceServer, x402ResourceServer } from "@x402/express";
import { declarePaymentIdentifierExtension, PAYMENT_IDENTIFIER } from "@x402/extensions/payment-identifier";
import { getAddress } from "ethers";
import { Router, type RequestHandler } from "express";
import { type Client, ServiceCoinError } from "@servicecoin/sdk";
import { paymentTime } from "../paymentTime.js";
import { AskedFacilitator } from "./askedFacilitator.js";
import { MemoryClaims, type ClaimStore } from "./claims.js";
import { enter } from "./enter.js";
import { fixedOffer, RegisteredOffer, type Offer } from "./offer.js";
import { once } from "./once.js";
import { ready } from "./ready.js";
import type { Visits } from "./visit.js";

/** One payment buys one answer, at whichever endpoint: price and payee may be the same at several. */
const CLAIMS = new MemoryClaims();

/** Verification wants a payment to count for 6 seconds more. */
const LEAST_TIMEOUT = 10;

/** Seconds by which the clocks of buyers may be ahead. */
const SLACK = 600n;

/** A price that stays. */
export interface FixedPrice {
  /** The system that the price is in. */
  client: Pick<Client, "chainId" | "addresses">;
  /** SCV, for example "0.05". */
  price: string;
  /** Who is paid. */
  payTo: string;
  agentId?: never;
}

/** The price that a service is registered with, paid to its wallet; read when the first request comes, and every minute. */
export interface RegisteredPrice {
  client: Client;
  /** Number of the service in the registry. */
  agentId: bigint;
  price?: never;
  payTo?: never;
}

/** How an endpoint is sold. */
export type PaidEndpointOptions = (FixedPrice | RegisteredPrice) & {
  /** Address of the facilitator, for example "http://127.0.0.1:4402". */
  facilitator: string;
  /** What is sold, in a sentence. */
  description?: string;
  /** MIME type of the answer. */
  mimeType?: string;
  /**
   * When the payer is charged. `authorization`, unless told: when the handler has answered, and only if it has not failed. `upfront`:
   * before the handler runs; who was charged for a failure has to be paid back.
   */
  flow?: "authorization" | "upfront";
  /** Seconds for which a signed payment counts: verification, handler and settlement must fit; 300 unless told, 10 at least. */
  maxTimeout?: number;
  /** Seconds after which a handler that has not answered is answered for, with status 504; `maxTimeout` unless told. */
  handlerTimeout?: number;
  /** Needed when the seller has several processes. Unless told, all endpoints of the process share their claims. */
  claims?: ClaimStore;
  /** Told what goes wrong on this side: facilitator, registry, claims. `console.error` unless told. */
  onError?: (error: unknown) => void;
};

/**
 * Middleware that lets those pass who pay, and charges when the handler's answer is ready: `app.get("/report", paidEndpoint(...), handler)`.
 * A handler that fails charges nobody; one payment runs the handler once. Answers are held in memory until they are paid. Parsers of
 * bodies stand before it.
 * @throws ServiceCoinError `InvalidAmount`, `InvalidArgument`
 */
export function paidEndpoint(options: PaidEndpointOptions): RequestHandler {
  const { flow = "authorization", maxTimeout = 300, handlerTimeout = maxTimeout } = options;
  const onError = options.onError ?? console.error;
  checkSeconds("maxTimeout", maxTimeout, LEAST_TIMEOUT);
  checkSeconds("handlerTimeout", handlerTimeout, 0);
  const offer = offerOf(options, onError);
  const isPaid = flow === "upfront";
  // Half of its time is for handler and settlement; where it is settled first the facilitator judges.
  const least = isPaid ? 0n : BigInt(Math.floor(maxTimeout / 2));
  const most = BigInt(Math.ceil(maxTimeout)) + SLACK;
  const ends = async () => {
    const now = await paymentTime(options.client);
    return { earliest: now + least, latest: now + most };
  };
  const facilitator = new AskedFacilitator(urlOf(options.facilitator), onError, ends);
  const server = serverOf(options, offer, facilitator, maxTimeout);
  const claims = options.claims ?? CLAIMS;
  const visits: Visits = new WeakMap();
  // One handler and not four: TypeScript then knows the parameters of the handler that follows.
  return Router().use(
    enter({ claims, visits, facilitator, isEarly: isPaid, onError }),
    ready(server, facilitator, offer, onError),
    paymentMiddlewareFromHTTPServer(server, undefined, undefined, false),
    once({ claims, visits, isPaid, handlerTimeout, onError }),
  );
}

function serverOf(
  { client, flow, description, mimeType }: PaidEndpointOptions,
  offer: Offer,
  facilitator: AskedFacilitator,
  maxTimeoutSeconds: number,
): x402HTTPResourceServer {
  const network = `eip155:${String(client.chainId)}` as const;
  const extra = { name: "ServiceCoin", version: "1", ...(flow === "upfront" ? { paymentFlow: flow } : {}) };
  const asset = getAddress(client.addresses.ServiceCoin);
  return new x402HTTPResourceServer(new x402ResourceServer(facilitator).register(network, new ExactEvmScheme()), {
    accepts: {
      scheme: "exact",
      network,
      maxTimeoutSeconds,
      payTo: () => offer.terms().payTo,
      price: () => ({ amount: String(offer.terms().price), asset, extra }),
    },
    extensions: { [PAYMENT_IDENTIFIER]: declarePaymentIdentifierExtension() },
    ...(description === undefined ? {} : { description }),
    ...(mimeType === undefined ? {} : { mimeType }),
  });
}

function offerOf(options: PaidEndpointOptions, onError: (error: unknown) => void): Offer {
  if (options.agentId === undefined) return fixedOffer(options.price, options.payTo);
  return new RegisteredOffer(options.client, options.agentId, onError);
}

function urlOf(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new ServiceCoinError("InvalidArgument", { argument: "facilitator", value: text });
}

function checkSeconds(argument: string, value: number, least: number): void {
  // Timers of Node.js count 2**31 milliseconds at most.
  if (Number.isFinite(value) && value >= least && value <= 2_000_000) return;
  throw new ServiceCoinError("InvalidArgument", { argument, value });
}
