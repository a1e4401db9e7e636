import { nextTime } from "../clock.js";
import type { Client } from "../core/client.js";
import { ServiceCoinError, withErrors } from "../core/errors.js";
import { packTerms } from "../deals.js";
import { quoteDigestOf, quoteIdOf } from "../hub/ids.js";
import { canonicalQuote } from "../hub/open.js";
import { isSignatureOf } from "../signedBy.js";
import type { Quote } from "./signQuote.js";

/** Seconds after its start in which a stream or subscription can be opened by a signature: the hub's constant. */
export const SIGNED_OPENING_PERIOD = 7n * 86_400n;

/**
 * Checks that a quote is genuine and can be accepted now: its payee signed exactly these terms, by key or smart wallet
 * (ERC-1271); it has the hub's current fee; it has not expired and is not void; a stream or subscription did not start
 * more than seven days ago. Fails as the hub would. A key's signature is checked without a call to the chain.
 * @throws ServiceCoinError `HubInvalidSignature`, also for changed terms; `HubFeeMismatch`; `HubInvalidTerms` after the
 * deadline; `HubWrongStatus` when it is void; `HubTooLate` when it started too long ago. All have the quote's id
 * (`quoteIdOf`), because there is no payer yet
 */
export async function verifyQuote(client: Client, quote: Quote): Promise<void> {
  await withErrors(async () => {
    const { deal } = quote;
    const id = quoteIdOf(client, deal);
    const signature = canonicalQuote(client, deal, quote.signature);
    if (!(await isSignatureOf(client, deal.payee, quoteDigestOf(client, deal), signature))) {
      throw new ServiceCoinError("HubInvalidSignature", { index: 0n, id, signer: deal.payee });
    }
    const [current, { status }, now] = await Promise.all([client.hub.fee(), client.hub.escrowOf(id), nextTime(client)]);
    if (status !== 0n) throw new ServiceCoinError("HubWrongStatus", { index: 0n, id, status });
    if (deal.feeBps !== current) {
      throw new ServiceCoinError("HubFeeMismatch", { index: 0n, id, feeBps: deal.feeBps, current });
    }
    const lastOpening = deal.start + SIGNED_OPENING_PERIOD;
    if (deal.period !== 0n && lastOpening < now) {
      throw new ServiceCoinError("HubTooLate", { index: 0n, id, time: lastOpening });
    }
    const isEndless = deal.period !== 0n && deal.deadline === 0n;
    if (!isEndless && deal.deadline < now) {
      throw new ServiceCoinError("HubInvalidTerms", { index: 0n, id, terms: packTerms(deal) });
    }
  });
}
