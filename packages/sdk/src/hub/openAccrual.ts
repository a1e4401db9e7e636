import type { WithEther } from "../checkout/etherLimit.js";
import { action } from "../core/action.js";
import type { Deal } from "../deals.js";
import { dealIdOf } from "./ids.js";
import { openMany, payInto, requireState } from "./open.js";
import type { BatchOpening, Opening } from "./opening.js";

/** A top-up of a stream or subscription. */
export interface TopUp extends WithEther {
  deal: Deal;
  /** Base units of SCV, more than 0. */
  amount: bigint;
}

const openAccrual = action(
  async (client, opening: Opening) => {
    await requireState(client, opening.deal, "none");
    return payInto(client, opening);
  },
  (_sent, client, { deal }): { dealId: string } => ({ dealId: dealIdOf(client, deal) }),
);

const topUpAccrual = action(async (client, topUp: TopUp) => {
  await requireState(client, topUp.deal, "open");
  return payInto(client, topUp);
});

/** Opens many, whose parameter has this name. */
const openAccruals = <Name extends string>(name: Name) =>
  action(
    (client, params: Readonly<Record<Name, readonly BatchOpening[]>>) => openMany(client, params[name]),
    (_sent, client, params): { dealIds: string[] } => ({
      dealIds: params[name].map(({ deal }) => dealIdOf(client, deal)),
    }),
  );

/**
 * Opens a stream with the client's coins or ether, in one transaction and without an allowance (ERC-1363). Refunds go
 * to the payer that the deal names. If the stream is already open, nothing is sent: use `topUpStream`.
 * @throws ServiceCoinError `HubInvalidParties`, `HubInvalidTerms`, `HubFeeMismatch`, `HubWrongStatus`,
 * `HubInvalidAmount`, `HubInvalidSignature`, `ERC20InsufficientBalance`
 * @example
 * ```ts
 * const deal = await draftStream(client, { payee, amount: parseScv("3"), duration: 30n * 86_400n });
 * const { dealId } = await openStream(client, { deal, amount: parseScv("1") });
 * ```
 */
export const openStream = openAccrual;

/**
 * Opens a subscription with the client's coins or ether, in one transaction and without an allowance (ERC-1363).
 * Refunds go to the payer that the deal names. If the subscription is already open, nothing is sent: use
 * `topUpSubscription`.
 * @throws ServiceCoinError `HubInvalidParties`, `HubInvalidTerms`, `HubFeeMismatch`, `HubWrongStatus`,
 * `HubInvalidAmount`, `HubInvalidSignature`, `ERC20InsufficientBalance`
 * @example
 * ```ts
 * const deal = await draftSubscription(client, { payee, price: parseScv("5"), period: 30n * 86_400n });
 * const { dealId } = await openSubscription(client, { deal, amount: parseScv("10") });
 * ```
 */
export const openSubscription = openAccrual;

/**
 * Adds the client's coins, or ether, to an open stream (ERC-1363). What the stream owes by now is paid first. A later
 * refund of what it does not owe goes to the deal's payer, no matter who topped it up.
 * @throws ServiceCoinError `HubWrongStatus`, `HubTooLate`, `HubInvalidAmount`, `ERC20InsufficientBalance`
 */
export const topUpStream = topUpAccrual;

/**
 * Adds the client's coins, or ether, to an open subscription (ERC-1363). What the subscription owes by now is paid
 * first. A later refund of what it does not owe goes to the deal's payer, no matter who topped it up.
 * @throws ServiceCoinError `HubWrongStatus`, `HubTooLate`, `HubInvalidAmount`, `ERC20InsufficientBalance`
 */
export const topUpSubscription = topUpAccrual;

/**
 * Opens many streams with one transfer, all or nothing, out of the client's allowance for the hub (ERC-20). A stream
 * that is already open is topped up.
 * @throws ServiceCoinError as `openStream`, each with the `index` of the stream; `HubEmptyBatch`,
 * `ERC20InsufficientAllowance`
 */
export const openStreams = openAccruals("streams");

/**
 * Opens many subscriptions with one transfer, all or nothing, out of the client's allowance for the hub (ERC-20). A
 * subscription that is already open is topped up.
 * @throws ServiceCoinError as `openSubscription`, each with the `index` of the subscription; `HubEmptyBatch`,
 * `ERC20InsufficientAllowance`
 */
export const openSubscriptions = openAccruals("subscriptions");
