import { action, call } from "../core/action.js";
import { toDeal } from "../deals.js";
import { dealIdOf } from "../hub/ids.js";
import type { SignedOrder } from "./signOrder.js";

/**
 * Opens a deal that the payer signed, by key or smart wallet (ERC-1271), with the payer's coins. Anyone may do this;
 * the sender pays only gas.
 * @throws ServiceCoinError `HubInvalidSignature`, `HubWrongStatus`, `HubInvalidParties`, `HubInvalidTerms`,
 * `HubFeeMismatch`, `ERC20InsufficientAllowance`, `ERC20InsufficientBalance`
 */
export const submitSignedOrder = action(
  ({ hub }, { deal, signature }: SignedOrder) => call(hub.openSigned, [toDeal(deal), signature]),
  (_sent, client, { deal }): { dealId: string } => ({ dealId: dealIdOf(client, deal) }),
);
