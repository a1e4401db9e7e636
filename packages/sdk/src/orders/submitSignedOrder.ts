import { action, call } from "../core/action.js";
import { dealData, toDeal } from "../deals.js";
import { domainOf } from "../domain.js";
import { dealIdOf } from "../hub/ids.js";
import { canonicalSignature } from "../sign.js";
import type { SignedOrder } from "./signOrder.js";

/**
 * Opens a deal that the payer signed, by key or smart wallet (ERC-1271), with the payer's coins. Anyone may do this;
 * the sender pays only gas.
 * @throws ServiceCoinError `HubInvalidSignature`, `HubWrongStatus`, `HubInvalidParties`, `HubInvalidTerms`,
 * `HubFeeMismatch`, `ERC20InsufficientAllowance`, `ERC20InsufficientBalance`
 */
export const submitSignedOrder = action(
  (client, { deal, signature }: SignedOrder) => {
    const canonical = canonicalSignature(dealData(domainOf(client, "PaymentHub"), deal), deal.payer, signature);
    return call(client.hub.openSigned, [toDeal(deal), canonical]);
  },
  (_sent, client, { deal }): { dealId: string } => ({ dealId: dealIdOf(client, deal) }),
);
