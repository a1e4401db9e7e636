import type { WithEther } from "../checkout/etherLimit.js";
import { action } from "../core/action.js";
import { accountOf, type Client } from "../core/client.js";
import { ServiceCoinError } from "../core/errors.js";
import type { Deal } from "../deals.js";
import { payInto, requireState } from "../hub/open.js";
import { requireEvent } from "../requireEvent.js";
import type { Quote } from "./signQuote.js";
import { verifyQuote } from "./verifyQuote.js";

/** A quote to accept. */
export interface PayQuote extends WithEther {
  quote: Quote;
  /** Receives the refunds. Default: the client's account. */
  payer?: string | undefined;
  /**
   * Base units of SCV to pay in. For an order it must be the price, which is the default; for a stream or subscription
   * it is required.
   */
  amount?: bigint | undefined;
}

/** Returns the deal between this payer and the payee of a quote. Default payer: the client's account. */
export async function dealOfQuote(client: Client, quote: Quote, payer?: string): Promise<Deal> {
  return { ...quote.deal, payer: payer ?? (await accountOf(client)) };
}

/**
 * Accepts a payee's quote and pays it with the client's coins or ether, in one transaction and without an allowance
 * (ERC-1363). The quote is verified first: nothing is sent for changed terms.
 * @throws ServiceCoinError as `verifyQuote`; `HubWrongStatus` when this payer has accepted it before; `HubWrongAmount`,
 * `HubInvalidParties`, `ERC20InsufficientBalance`; `InvalidArgument` for a stream or subscription without an amount
 */
export const payQuote = action(
  async (client, { quote, payer, amount, withEther }: PayQuote) => {
    await verifyQuote(client, quote);
    const deal = await dealOfQuote(client, quote, payer);
    const paid = amount ?? (deal.period === 0n ? deal.price : undefined);
    if (paid === undefined) throw new ServiceCoinError("InvalidArgument", { argument: "amount", value: amount });
    await requireState(client, deal, "none");
    return payInto(client, { deal, amount: paid, quote: quote.signature, withEther });
  },
  (sent, _client, { quote }): { dealId: string; deal: Deal } => {
    const { id: dealId, payer } = requireEvent(sent, "Opened").args;
    return { dealId, deal: { ...quote.deal, payer } };
  },
);
