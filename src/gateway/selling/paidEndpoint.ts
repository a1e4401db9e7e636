import { HTTPFacilitatorClient } from "@x402/core/server";
import { ExactEvmScheme } from "@x402/evm/exact/server";
import { paymentMiddleware, x402ResourceServer } from "@x402/express";
import { declarePaymentIdentifierExtension, PAYMENT_IDENTIFIER } from "@x402/extensions/payment-identifier";
import { getAddress } from "ethers";
import type { RequestHandler } from "express";
import { parseScv } from "../../sdk/core/amounts.js";
import type { Client } from "../../sdk/core/client.js";
import { MemoryClaims, type ClaimStore } from "./claims.js";
import { once } from "./once.js";
import { resume } from "./resume.js";

/** What an endpoint costs. */
export interface PaidEndpointOptions {
  /** The system that the price is in. */
  client: Pick<Client, "chainId" | "addresses">;
  /** SCV, for example "0.05". */
  price: string;
  /** Who is paid. */
  payTo: string;
  /** Address of the facilitator, for example "http://127.0.0.1:4402". */
  facilitator: string;
  /** What is sold, in a sentence. */
  description?: string;
  /** MIME type of the answer. */
  mimeType?: string;
  /** Seconds for which a signed payment counts: verification, handler and settlement must fit; 300 unless told. */
  maxTimeout?: number;
  /** Needed when the seller has several processes. */
  claims?: ClaimStore;
}

/**
 * Middleware that lets those pass who pay, and charges when the handler's answer is ready: `app.get("/report", paidEndpoint(...), handler)`.
 * A handler that fails charges nobody; one payment runs the handler once.
 */
export function paidEndpoint(options: PaidEndpointOptions): RequestHandler[] {
  const { client, price, payTo, facilitator, description, mimeType, maxTimeout = 300 } = options;
  const network = `eip155:${String(client.chainId)}` as const;
  const asked = new HTTPFacilitatorClient({ url: facilitator });
  const server = new x402ResourceServer(asked);
  server.register(network, new ExactEvmScheme());
  const official = paymentMiddleware(
    {
      accepts: {
        scheme: "exact",
        network,
        payTo: getAddress(payTo),
        maxTimeoutSeconds: maxTimeout,
        price: {
          amount: String(parseScv(price)),
          asset: getAddress(client.addresses.ServiceCoin),
          extra: { name: "ServiceCoin", version: "1" },
        },
      },
      extensions: { [PAYMENT_IDENTIFIER]: declarePaymentIdentifierExtension() },
      ...(description === undefined ? {} : { description }),
      ...(mimeType === undefined ? {} : { mimeType }),
    },
    server,
  );
  const claims = options.claims ?? new MemoryClaims();
  return [resume(claims, asked), official, once(claims)];
}
