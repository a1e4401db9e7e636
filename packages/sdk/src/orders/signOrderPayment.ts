import { nextTime } from "../clock.js";
import type { Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";
import type { Deal } from "../deals.js";
import { domainOf } from "../domain.js";
import { dealIdOf } from "../hub/ids.js";
import type { OneDeal } from "../hub/parties.js";
import { sign } from "../sign.js";
import { receiveAuthorizationData, type Authorization } from "../coin/typedData.js";
import type { TypedData } from "../typedData.js";

/** Default validity of a signed payment, in seconds. */
export const PAYMENT_VALID_FOR = 3600n;

/** A payment to sign. */
export interface OrderPayment extends OneDeal {
  /** Base units of SCV. Default: the price, which an order requires. */
  amount?: bigint | undefined;
  /**
   * The signature is not valid from this second on, in seconds since 1970. Default: one hour from now, by the chain's
   * clock.
   */
  validBefore?: bigint | undefined;
}

/** A deal with the payer's signature on its payment. */
export interface SignedOrderPayment {
  deal: Deal;
  /** Base units of SCV. */
  amount: bigint;
  /** Seconds since 1970. */
  validBefore: bigint;
  signature: string;
}

/**
 * Returns the typed data of the payment of a deal (ERC-3009). Its nonce is the deal's id, so it can open no other deal.
 */
export function orderPaymentData(
  client: Client,
  { deal, amount, validBefore }: Omit<SignedOrderPayment, "signature">,
): TypedData<Authorization> {
  const to = client.addresses.PaymentHub;
  const message = { from: deal.payer, to, value: amount, validAfter: 0n, validBefore, nonce: dealIdOf(client, deal) };
  return receiveAuthorizationData(domainOf(client, "ServiceCoin"), message);
}

/**
 * Signs the payer's payment of a deal (ERC-3009), without gas or an allowance. Anyone can submit it with
 * `submitOrderPayment`. Check a quote with `verifyQuote` first: the hub does not see it here.
 * @throws ServiceCoinError `NoSigner`, `Rejected`, `InvalidArgument`
 */
export async function signOrderPayment(client: Client, payment: OrderPayment): Promise<SignedOrderPayment> {
  return withErrors(async () => {
    const { deal, amount = deal.price } = payment;
    const validBefore = payment.validBefore ?? (await nextTime(client)) + PAYMENT_VALID_FOR;
    const signature = await sign(client, orderPaymentData(client, { deal, amount, validBefore }));
    return { deal, amount, validBefore, signature };
  });
}
