import { action } from "../core/action.js";
import { dealIdOf } from "../hub/ids.js";
import { payInto } from "../hub/open.js";
import type { OneDeal } from "../hub/parties.js";

/** An order that is to be paid. */
export interface OpenOrder extends OneDeal {
  /** The payee's signature from `signQuote`, which the hub then checks. `payQuote` checks it before. */
  quote?: string | undefined;
}

/**
 * Pays an order into escrow with the client's coins, in one transaction and without an allowance (ERC-1363). Refunds go to the payer that
 * the deal names.
 * @throws ServiceCoinError `HubInvalidParties`, `HubInvalidTerms`, `HubFeeMismatch`, `HubWrongStatus`, `HubInvalidSignature`,
 * `ERC20InsufficientBalance`
 */
export const openOrder = action(
  (client, { deal, quote }: OpenOrder) => payInto(client, { deal, amount: deal.price, quote }),
  (_sent, client, { deal }): { dealId: string } => ({ dealId: dealIdOf(client, deal) }),
);
