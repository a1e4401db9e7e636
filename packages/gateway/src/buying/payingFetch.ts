import { type Client, ServiceCoinError } from "@servicecoin/sdk";
import { signerOf } from "@servicecoin/sdk/internal";
import { watchBody } from "./bodyCompletion.js";
import { readPaymentRequired } from "./headers.js";
import { InFlightPayments } from "./inFlightPayments.js";
import { MemoryOpenPayments, type OpenPayments } from "./openPayments.js";
import { PaymentSigner, type SignedPayment } from "./paymentSigner.js";
import { payWithRetry } from "./payWithRetry.js";
import { recordPayment } from "./receipt.js";
import { redirectError, ReplayableRequest } from "./replayableRequest.js";
import { MAX_TIMEOUT, type PricedPage } from "./selectRequirements.js";
import { MemoryLedger, type SpendingLedger } from "./spendingLedger.js";

/** What may be spent, and how payments are sent. */
export interface SpendingRules {
  /** Most that one payment may cost, in base units of SCV. */
  maxPerPayment: bigint;
  /** Most that all payments of 24 hours may cost, in base units of SCV. */
  maxPerDay: bigint;
  /**
   * Pay registered services only: their endpoint has the page's origin, their wallet is the payee, and the price does
   * not exceed the registered one. Searches the registry's events before each payment. Default: false.
   */
  onlyServices?: boolean;
  /** The last check before each payment is signed. Throws to reject the payment. Default: approves all. */
  approve?: (page: PricedPage) => void | Promise<void>;
  /** Longest validity of a signed payment in seconds; the seller proposes the actual one. Default: 3,600. */
  maxTimeout?: number;
  /** How long the same payment is sent again while its outcome is unknown, in seconds. Default: 60. */
  patience?: number;
  /**
   * Required if several processes share the limit, or if it must outlive the process. Default: a new `MemoryLedger`.
   */
  ledger?: SpendingLedger;
  /** Required if a payment must be sent again after the process has ended. Default: a new `MemoryOpenPayments`. */
  open?: OpenPayments;
  /** Receives errors of `open` that occur after signing; they do not stop the payment. Default: `console.error`. */
  onError?: (error: unknown) => void;
  /** Default: the global `fetch`. */
  fetch?: typeof fetch;
}

/**
 * Returns a `fetch` that pays for responses with status 402, in SCV of this deployment and within the rules. If the
 * rules do not allow a payment, the call fails and signs nothing. `receiptOf` returns what a response cost. The call
 * fails with `ServiceCoinError`:
 *
 * - before anything is signed: `InsecurePage`, `InvalidOffer`, `NoFittingOffer`, `PriceAboveLimit`,
 *   `PriceAboveBalance`, `DailyLimitReached`, `UnknownPayee`, `PriceAboveRegistered`, `PaymentRedirected`, `Rejected`;
 * - after signing: `PaymentRefused`, `PaymentRedirected`, and `PaymentUnclear`.
 *
 * A signed payment stays open until the seller rejects it or the response body was read to its end. If neither happens
 * (the process is killed, the connection breaks, or the body is canceled), the next call with the same request sends
 * the same payment again.
 *
 * @throws ServiceCoinError `NoSigner`
 *
 * @example
 * ```ts
 * const pay = payingFetch(client, { maxPerPayment: parseScv("0.10"), maxPerDay: parseScv("5") });
 * const response = await pay("https://shop.example/report");
 * console.log(await response.text(), receiptOf(response)?.amount);
 * ```
 */
export function payingFetch(client: Client, rules: SpendingRules): typeof fetch {
  signerOf(client);
  const { maxPerPayment, maxPerDay, onlyServices = false, maxTimeout = MAX_TIMEOUT, patience = 60 } = rules;
  const {
    approve = () => undefined,
    ledger = new MemoryLedger(),
    open = new MemoryOpenPayments(),
    onError = console.error,
    fetch: send = fetch,
  } = rules;
  const signer = new PaymentSigner(client, { maxPerPayment, maxPerDay, maxTimeout, ledger, onlyServices, approve });
  const retryOptions = { fetch: send, patience: patience * 1000 };
  async function pay(request: ReplayableRequest, payment: SignedPayment): Promise<Response> {
    const ended = inFlight.begin(payment);
    const completed = () => open.drop(request.key, payment).catch(onError);
    try {
      // Store the payment before sending it: the process may end at any time.
      await open.keep(request.key, payment).catch(onError);
      const paid = await payWithRetry(request, payment, retryOptions);
      const response = await watchBody(paid.response, { completed, ended });
      return recordPayment({ ...paid, response }, payment.page);
    } catch (error) {
      if (isFinalRejection(error)) await completed();
      ended();
      throw error;
    }
  }

  return async (input, init) => {
    const request = new Request(input, init);
    if (request.headers.has("PAYMENT-SIGNATURE")) {
      throw new ServiceCoinError("InvalidArgument", { argument: "headers", value: "PAYMENT-SIGNATURE" });
    }
    const replayable = await ReplayableRequest.from(request);
    const openPayment = (await open.find(replayable.key)).find((payment) => !inFlight.has(payment));
    if (openPayment !== undefined) return pay(replayable, openPayment);
    const unpaid = await replayable.send(send);
    const required = readPaymentRequired(unpaid, request.url);
    if (required === undefined) return unpaid;
    await unpaid.body?.cancel();
    const { origin } = new URL(request.url);
    if (unpaid.url !== "" && new URL(unpaid.url).origin !== origin) throw redirectError(request.url, unpaid.url);
    return pay(replayable, await signer.sign(request.url, required));
  };
}

/** Shared by all buyers of this process, because they may share their open payments. */
const inFlight = new InFlightPayments();

/** Returns whether the seller has certainly not taken the payment and never will. */
function isFinalRejection(error: unknown): boolean {
  return error instanceof ServiceCoinError && error.code === "PaymentRefused";
}
