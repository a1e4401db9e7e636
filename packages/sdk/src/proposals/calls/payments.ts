import { ZeroHash } from "ethers";
import type { Client } from "../../core/client.js";
import { encodeDeal, type Deal } from "../../deals.js";
import { canonicalQuote } from "../../hub/open.js";
import { packPayout, type Payout } from "../../payouts.js";
import type { TreasuryPayment } from "../../treasury/spend.js";
import { callOf, type ProposalCall } from "./call.js";

/** Many payments out of the treasury, all or nothing. */
export interface PaymentToMany {
  /** Address of a token, or zero for ether. */
  asset: string;
  payouts: readonly Payout[];
  /** 32 bytes that identify all of them. Default: zero. */
  ref?: string;
}

/** A payment to a contract that is called with it (ERC-1363). */
export interface PaymentWithCall extends TreasuryPayment {
  /** Data that the contract receives with the coins. */
  data: string;
}

/** A deal that the treasury pays for. */
export interface DealPayment {
  /** Its payer receives the refunds: usually the treasury. */
  deal: Deal;
  /** Base units of SCV. */
  amount: bigint;
  /** The payee's signature on `quoteData`, if there is one. */
  quote?: string;
  /** 32 bytes that identify the payment. Default: zero. */
  ref?: string;
}

/** A call of any contract as the treasury. */
export interface Execution {
  target: string;
  /** Wei of the treasury. Default: 0. */
  value?: bigint;
  data: string;
  /** 32 bytes that identify the call. Default: zero. */
  ref?: string;
}

/** Returns a call by which the treasury pays one account. @throws ServiceCoinError `InvalidArgument` */
export function payCall(client: Client, { asset, to, amount, ref = ZeroHash }: TreasuryPayment): ProposalCall {
  return callOf(client, "Treasury", () =>
    client.treasury.interface.encodeFunctionData("pay", [asset, to, amount, ref]),
  );
}

/** Returns a call by which the treasury pays many accounts. @throws ServiceCoinError `InvalidArgument` */
export function payManyCall(client: Client, { asset, payouts, ref = ZeroHash }: PaymentToMany): ProposalCall {
  return callOf(client, "Treasury", () =>
    client.treasury.interface.encodeFunctionData("payMany", [asset, payouts.map(packPayout), ref]),
  );
}

/**
 * Returns a call by which the treasury pays a contract and calls it in one step (ERC-1363).
 * @throws ServiceCoinError `InvalidArgument`
 */
export function payAndCallCall(
  client: Client,
  { asset, to, amount, data, ref = ZeroHash }: PaymentWithCall,
): ProposalCall {
  return callOf(client, "Treasury", () =>
    client.treasury.interface.encodeFunctionData("payAndCall", [asset, to, amount, data, ref]),
  );
}

/**
 * Returns a call by which the treasury pays for an order, stream or subscription at the hub.
 * @throws ServiceCoinError `InvalidArgument`
 */
export function openDealCall(client: Client, { deal, amount, quote, ref = ZeroHash }: DealPayment): ProposalCall {
  const { ServiceCoin, PaymentHub } = client.addresses;
  return callOf(client, "Treasury", () => {
    const data = encodeDeal(deal, canonicalQuote(client, deal, quote));
    return client.treasury.interface.encodeFunctionData("payAndCall", [ServiceCoin, PaymentHub, amount, data, ref]);
  });
}

/** Returns a call by which the treasury calls any contract. @throws ServiceCoinError `InvalidArgument` */
export function executeCall(client: Client, { target, value = 0n, data, ref = ZeroHash }: Execution): ProposalCall {
  return callOf(client, "Treasury", () =>
    client.treasury.interface.encodeFunctionData("execute", [target, value, data, ref]),
  );
}
