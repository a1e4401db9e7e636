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

/** Seconds for which a signed payment counts, unless told. */
export const PAYMENT_VALID_FOR = 3600n;

/** What is to be paid by signature. */
export interface OrderPayment extends OneDeal {
  /** Base units of SCV: the price unless told, as it must be for an order. */
  amount?: bigint | undefined;
  /** From then on the signature is over, in seconds since 1970; one hour from now, by the chain's clock, unless told. */
  validBefore?: bigint | undefined;
}

/** A deal and the payer's signature on its payment. */
export interface SignedOrderPayment {
  deal: Deal;
  /** Base units of SCV. */
  amount: bigint;
  /** Seconds since 1970. */
  validBefore: bigint;
  signature: string;
}

/** Typed data of the payment of a deal (ERC-3009): its nonce is the deal's id, so that it opens no other deal. */
export function orderPaymentData(
  client: Client,
  { deal, amount, validBefore }: Omit<SignedOrderPayment, "signature">,
): TypedData<Authorization> {
  const to = client.addresses.PaymentHub;
  const message = { from: deal.payer, to, value: amount, validAfter: 0n, validBefore, nonce: dealIdOf(client, deal) };
  return receiveAuthorizationData(domainOf(client, "ServiceCoin"), message);
}

/**
 * The payer's payment of a deal as a signature (ERC-3009), without gas or an allowance. Anyone brings it with `submitOrderPayment`. Check a
 * quote with `verifyQuote` before: this way the hub does not see it.
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
