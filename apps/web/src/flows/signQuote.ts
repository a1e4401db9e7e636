import { draftOrder, signQuote, verifyQuote, type Quote } from "@servicecoin/sdk";
import { netOf } from "@servicecoin/sdk/arithmetic";
import { createElement, Fragment } from "react";
import type { Flow } from "../flow/flow.ts";
import { quoteLink, writeQuote } from "../ui/quoteText.ts";
import { Address } from "../ui/Address.tsx";
import { Amount } from "../ui/Amount.tsx";
import { duration, exactAmount, percent } from "../ui/format.ts";
import { Handover } from "../ui/Handover.tsx";
import { Reference } from "../ui/Reference.tsx";
import { dateOf } from "../ui/Time.tsx";
import { accountLine } from "./dealTerms.ts";

/** An offer to sign. */
export interface OfferTerms {
  /** A payout account to be paid at. Default: the account. */
  payoutAccount?: string | undefined;
  /** Base units of SCV. */
  price: bigint;
  /** Seconds. */
  deliverWithin: bigint;
  /** Seconds in which the customer reviews the delivery. */
  window: bigint;
  /** 32 bytes. */
  reference: string | undefined;
  arbiter: string | undefined;
}

/** Signs an offer to anyone. */
export const signQuoteFlow: Flow<OfferTerms> = {
  name: "signQuote",
  async review({ client, account, t }, { payoutAccount, price, deliverWithin, window, reference, arbiter }) {
    const text = t.provide;
    const payee = payoutAccount ?? account;
    const deal = await draftOrder(client, { payee, price, deliverWithin, window, ref: reference, arbiter });
    const amount = `${exactAmount(price)}\u00a0SCV`;
    const net = netOf(price, deal.feeBps);
    const until = dateOf(Number(deal.deadline));
    return {
      title: text.quoteTitle(amount),
      lines: [
        { label: text.price, value: createElement(Amount, { value: price, exact: true }), kind: "arrives" },
        {
          label: text.quoteYouGet,
          value: text.quoteYouGetRule(`${exactAmount(net)}\u00a0SCV`, percent(deal.feeBps)),
          kind: "fee",
        },
        ...(payoutAccount === undefined ? [] : [accountLine(t.credit.paidTo, payoutAccount)]),
        ...(reference === undefined
          ? []
          : [{ label: text.acceptFor, value: createElement(Reference, { value: reference }) }]),
        { label: text.quoteUntil, value: until },
        { label: text.acceptReview, value: text.acceptReviewRule(duration(Number(window), t)) },
        ...(arbiter === undefined
          ? []
          : [{ label: text.acceptArbiter, value: createElement(Address, { value: arbiter, copy: false }) }]),
        { label: text.quoteWho, value: text.quoteAnyone },
        { label: text.quoteTakeBack, value: text.quoteTakeBackRule },
      ],
      steps: [
        {
          kind: "signature",
          label: text.quoteTitle(amount),
          sign: async () => {
            const quote = await signQuote(client, { deal });
            // A quote that nobody could accept is not handed on.
            await verifyQuote(client, quote);
            return quote;
          },
        },
      ],
      done: ([signed]) => ({ text: text.quoteSigned, share: shareOf(signed as Quote, text) }),
    };
  },
};

function shareOf(
  quote: Quote,
  text: { quoteLink: string; quoteText: string; quoteCopyLink: string; quoteCopyText: string },
) {
  return createElement(
    Fragment,
    null,
    createElement(Handover, {
      label: text.quoteLink,
      copy: text.quoteCopyLink,
      value: quoteLink(location.href, quote),
    }),
    createElement(Handover, { label: text.quoteText, copy: text.quoteCopyText, value: writeQuote(quote) }),
  );
}
