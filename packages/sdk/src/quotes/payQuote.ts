import { action } from "../core/action.js";
import { accountOf, type Client } from "../core/client.js";
import { ServiceCoinError } from "../core/errors.js";
import type { Deal } from "../deals.js";
import { payInto, requireState } from "../hub/open.js";
import { requireEvent } from "../requireEvent.js";
import type { Quote } from "./signQuote.js";
import { verifyQuote } from "./verifyQuote.js";

/** A quote that is to be taken. */
export interface PayQuote {
  quote: Quote;
  /** Gets the refunds; the client's account unless told. */
  payer?: string | undefined;
  /** Base units of SCV that are paid in: of an order its price, and nothing else; of a stream or subscription it must be told. */
  amount?: bigint | undefined;
}

/** The deal that this payer makes of a quote. */
export async function dealOfQuote(client: Client, quote: Quote, payer?: string): Promise<Deal> {
  return { ...quote.deal, payer: payer ?? (await accountOf(client)) };
}

/**
 * Takes a payee's quote and pays it with the client's coins, in one transaction and without an allowance (ERC-1363). The quote is verified
 * first: nothing is sent for a changed price.
 * @throws ServiceCoinError as `verifyQuote`; `HubWrongStatus` when this payer took it before; `HubWrongAmount`, `HubInvalidParties`,
 * `ERC20InsufficientBalance`; `InvalidArgument` for a stream or subscription without an amount
 */
export const payQuote = action(
  async (client, { quote, payer, amount }: PayQuote) => {
    await verifyQuote(client, quote);
    const deal = await dealOfQuote(client, quote, payer);
    const paid = amount ?? (deal.period === 0n ? deal.price : undefined);
    if (paid === undefined) throw new ServiceCoinError("InvalidArgument", { argument: "amount", value: amount });
    await requireState(client, deal, "none");
    return payInto(client, { deal, amount: paid, quote: quote.signature });
  },
  (sent, _client, { quote }): { dealId: string; deal: Deal } => {
    const { id: dealId, payer } = requireEvent(sent, "Opened").args;
    return { dealId, deal: { ...quote.deal, payer } };
  },
);
