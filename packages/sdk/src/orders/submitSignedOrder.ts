import { action, call } from "../core/action.js";
import { toDeal } from "../deals.js";
import { dealIdOf } from "../hub/ids.js";
import type { SignedOrder } from "./signOrder.js";

/**
 * Opens what the payer signed, by key or smart wallet (ERC-1271), with the payer's coins. Anyone may; the sender pays gas only.
 * @throws ServiceCoinError `HubInvalidSignature`, `HubWrongStatus`, `HubInvalidParties`, `HubInvalidTerms`, `HubFeeMismatch`,
 * `ERC20InsufficientAllowance`, `ERC20InsufficientBalance`
 */
export const submitSignedOrder = action(
  ({ hub }, { deal, signature }: SignedOrder) => call(hub.openSigned, [toDeal(deal), signature]),
  (_sent, client, { deal }): { dealId: string } => ({ dealId: dealIdOf(client, deal) }),
);
