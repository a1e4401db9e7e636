import { type Client, ServiceCoinError } from "@servicecoin/sdk";
import { signerOf } from "@servicecoin/sdk/internal";
import { untilRead } from "./arrival.js";
import { deliver } from "./deliver.js";
import { requiredBy } from "./headers.js";
import type { PricedPage } from "./offer.js";
import { MemoryOpenPayments, type OpenPayments } from "./openPayments.js";
import { Purse, type SignedPayment } from "./purse.js";
import { Question, redirected } from "./question.js";
import { Flights } from "./flights.js";
import { remember } from "./receipt.js";
import { MemoryLedger, type SpendingLedger } from "./spending.js";

/** What may be spent. Amounts in base units of SCV. */
export interface SpendingRules {
  maxPerPayment: bigint;
  /** In 24 hours. */
  maxPerDay: bigint;
  /**
   * Whether only services are paid that are registered: their endpoint is at the page's origin, their wallet is paid, and the price is at
   * most the registered one. Costs a search in the registry's events for each payment.
   */
  onlyServices?: boolean;
  /** Asked last before each payment is signed; throws to refuse it. */
  approve?: (page: PricedPage) => void | Promise<void>;
  /** Seconds for which a signed payment may count, 3,600 unless told: the seller proposes them. */
  maxTimeout?: number;
  /** Seconds for which the same payment is sent again while it is not known what became of it, 60 unless told. */
  patience?: number;
  /** Needed when several processes share the limit, or when it outlives the process. */
  ledger?: SpendingLedger;
  /** Needed when the same payment is to be sent again after the process has ended. */
  open?: OpenPayments;
  /** Told when `open` fails after something was signed, which stops nothing. `console.error` unless told. */
  onError?: (error: unknown) => void;
  /** Used instead of the global one. */
  fetch?: typeof fetch;
}

/**
 * A `fetch` that pays what it is asked for with status 402, in SCV of this system and within the rules; else it fails and signs nothing.
 * `receiptOf` tells what an answer cost. It fails with `ServiceCoinError`:
 *
 * - before anything is signed: `InsecurePage`, `InvalidOffer`, `NoFittingOffer`, `PriceAboveLimit`, `DailyLimitReached`, `UnknownPayee`,
 *   `PriceAboveRegistered`, `PaymentRedirected`, `Rejected`;
 * - afterwards: `PaymentRefused`, `PaymentRedirected`, and `PaymentUnclear`.
 *
 * What was signed stays open until the seller refuses it or the body of the answer was read to its end. If that does not happen (the process
 * is killed, the connection breaks, the body is canceled) the same request sends the same payment again.
 *
 * @throws ServiceCoinError `NoSigner`
 */
export function payingFetch(client: Client, rules: SpendingRules): typeof fetch {
  signerOf(client);
  const { maxPerPayment, maxPerDay, onlyServices = false, maxTimeout = 3600, patience = 60 } = rules;
  const {
    approve = () => undefined,
    ledger = new MemoryLedger(),
    open = new MemoryOpenPayments(),
    onError = console.error,
    fetch: send = fetch,
  } = rules;
  const purse = new Purse(client, { maxPerPayment, maxPerDay, maxTimeout, ledger, onlyServices, approve });
  const delivery = { send, patience: patience * 1000 };
  async function pay(question: Question, payment: SignedPayment): Promise<Response> {
    const land = flights.begin(payment);
    const settle = () => open.drop(question.name, payment).catch(onError);
    try {
      // Before anybody sees it: this process may end at any time.
      await open.keep(question.name, payment).catch(onError);
      const answered = await deliver(question, payment, delivery);
      const response = await untilRead(answered.response, { whole: settle, ended: land });
      return remember({ ...answered, response }, payment.page);
    } catch (error) {
      if (isCertain(error)) await settle();
      land();
      throw error;
    }
  }

  return async (input, init) => {
    const request = new Request(input, init);
    if (request.headers.has("PAYMENT-SIGNATURE")) {
      throw new ServiceCoinError("InvalidArgument", { argument: "headers", value: "PAYMENT-SIGNATURE" });
    }
    const question = await Question.of(request);
    const before = (await open.find(question.name)).find((payment) => !flights.has(payment));
    if (before !== undefined) return pay(question, before);
    const unpaid = await question.ask(send);
    const required = requiredBy(unpaid, request.url);
    if (required === undefined) return unpaid;
    await unpaid.body?.cancel();
    const { origin } = new URL(request.url);
    if (unpaid.url !== "" && new URL(unpaid.url).origin !== origin) throw redirected(request.url, unpaid.url);
    return pay(question, await purse.sign(request.url, required));
  };
}

/** Of all buyers in this process, as they may share what is open. */
const flights = new Flights();

/** Whether the seller has said for certain that it will not take the payment. */
function isCertain(error: unknown): boolean {
  return error instanceof ServiceCoinError && error.code === "PaymentRefused";
}
