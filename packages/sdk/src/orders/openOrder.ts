import type { WithEther } from "../checkout/etherLimit.js";
import { action } from "../core/action.js";
import { dealIdOf } from "../hub/ids.js";
import { payInto } from "../hub/open.js";
import type { OneDeal } from "../hub/parties.js";

/** An order to pay. */
export interface OpenOrder extends OneDeal, WithEther {
  /** The payee's signature from `signQuote`. The hub checks it if it is given; `payQuote` checks it before sending. */
  quote?: string | undefined;
}

/**
 * Pays an order into escrow with the client's coins or ether, in one transaction and without an allowance (ERC-1363).
 * Refunds go to the payer that the deal names.
 * @throws ServiceCoinError `HubInvalidParties`, `HubInvalidTerms`, `HubFeeMismatch`, `HubWrongStatus`,
 * `HubInvalidSignature`, `ERC20InsufficientBalance`
 * @example
 * ```ts
 * const deal = await draftOrder(client, { payee, price: parseScv("2") });
 * const { dealId } = await openOrder(client, { deal });
 * ```
 */
export const openOrder = action(
  (client, { deal, quote, withEther }: OpenOrder) => payInto(client, { deal, amount: deal.price, quote, withEther }),
  (_sent, client, { deal }): { dealId: string } => ({ dealId: dealIdOf(client, deal) }),
);
