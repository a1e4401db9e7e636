import { isServiceCoinError, payQuote, quoteIdOf, voidQuote, type EtherLimit, type Quote } from "@servicecoin/sdk";
import { ZeroAddress } from "ethers";
import { createElement } from "react";
import type { Flow } from "../flow/flow.ts";
import { addressBook } from "../ui/addressBook.ts";
import { Address } from "../ui/Address.tsx";
import { duration, exactAmount, percent, shortAddress } from "../ui/format.ts";
import { FullAddress } from "../ui/FullAddress.tsx";
import { knownAccounts, lookalikeWarning } from "../ui/known.ts";
import { dateOf } from "../ui/Time.tsx";
import { reviewPayment } from "./payment.ts";

/** Accepts a quote of an order: pays it into escrow. */
export const payQuoteFlow: Flow<{ quote: Quote }> = {
  name: "payQuote",
  async review(context, { quote }) {
    const { client, account, network, t } = context;
    const { deal } = quote;
    const text = t.provide;
    const name = addressBook.get()[deal.payee.toLowerCase()] ?? shortAddress(deal.payee);
    const label = text.acceptTitle(name);
    const prepare = (withEther: EtherLimit | undefined) =>
      payQuote.prepare(client, { quote, withEther }).catch((error: unknown) => {
        // The quote itself was valid when its screen was opened, or is found void there.
        const isTwice = isServiceCoinError(error, "HubWrongStatus") && error.args["id"] !== quoteIdOf(client, deal);
        throw isTwice ? new Error(text.acceptedBefore) : error;
      });
    const paid = await reviewPayment(context, { amount: deal.price, label, prepare });
    const until = dateOf(Number(deal.deadline));
    const lookalike = lookalikeWarning(deal.payee, knownAccounts(account, addressBook.get(), network, []), t);
    const hasArbiter = deal.arbiter !== ZeroAddress;
    return {
      ...paid,
      title: label,
      lines: [
        ...paid.lines,
        { label: text.acceptFrom, value: createElement(FullAddress, { value: deal.payee }) },
        { label: t.flow.serviceFee, value: percent(deal.feeBps), kind: "fee" },
        { label: t.orders.heldBy, value: t.orders.escrow },
        { label: text.quoteUntil, value: until },
        { label: text.acceptReview, value: text.acceptReviewRule(duration(Number(deal.window), t)) },
        ...(hasArbiter
          ? [{ label: text.acceptArbiter, value: createElement(Address, { value: deal.arbiter, copy: false }) }]
          : []),
        { label: t.orders.refundLabel, value: t.orders.refundRule(until) },
      ],
      warnings: [
        ...paid.warnings,
        ...(lookalike === undefined ? [] : [lookalike]),
        ...(hasArbiter ? [] : [t.orders.noArbiter]),
      ],
      done: ([sent]) => ({
        text: text.accepted(until),
        next: { to: `/deals/${(sent as { dealId: string }).dealId}`, label: t.orders.follow },
      }),
    };
  },
};

/** Takes a quote back: nobody can accept it any more. */
export const voidQuoteFlow: Flow<{ quote: Quote }> = {
  name: "voidQuote",
  async review({ client, t }, { quote: { deal } }) {
    const text = t.provide;
    const prepared = await voidQuote.prepare(client, { deal });
    await prepared.simulate();
    return {
      title: text.quoteVoid,
      lines: [
        { label: text.price, value: `${exactAmount(deal.price)}\u00a0SCV` },
        { label: text.quoteTakeBack, value: text.quoteVoidRule },
      ],
      steps: [{ kind: "transaction", label: text.quoteVoid, ...prepared }],
      done: () => ({ text: text.quoteVoided }),
    };
  },
};
