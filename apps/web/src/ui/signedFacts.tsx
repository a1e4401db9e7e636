import type { ReactNode } from "react";
import type { Text } from "../i18n/text.ts";
import { Amount } from "./Amount.tsx";
import { duration, inScv } from "./format.ts";
import { FullAddress } from "./FullAddress.tsx";
import type { SignedMessage } from "./signedText.ts";
import { dateOf } from "./Time.tsx";

/** A line of what a signed message says. */
export interface SignedFact {
  label: string;
  value: ReactNode;
}

const NOBODY = /^0x0{40}$/;
/** The end of the year 9999: what is later is meant to be never. */
const LAST_SECOND = 253_402_300_799n;
const CHOICES = ["against", "for", "abstain"] as const;

/** The account that signed it. */
export function signerOf(message: SignedMessage): string {
  switch (message.kind) {
    case "transfer":
    case "lock":
      return message.signed.message.from;
    case "cancellation":
      return message.signed.message.authorizer;
    case "vote":
    case "ballotPaper":
      return message.signed.message.voter;
    case "delegation":
      return message.signer;
    case "order":
    case "release":
      return message.signed.deal.payer;
  }
}

/** What it is, in a few words. */
export function titleOf(message: SignedMessage, { gasless }: Text): string {
  const { titles } = gasless;
  switch (message.kind) {
    case "transfer":
    case "lock":
      return titles[message.kind](inScv(BigInt(message.signed.message.value)));
    case "cancellation":
    case "delegation":
      return titles[message.kind];
    case "vote":
      return titles.vote(message.signed.message.proposalId);
    case "ballotPaper":
      return titles.ballotPaper(message.signed.message.proposalIds.length);
    case "order":
      return titles.order(inScv(message.signed.amount));
    case "release":
      return titles.release(inScv(message.signed.total));
  }
}

/** What it does if somebody sends it, and until when that is possible. */
export function signedFacts(message: SignedMessage, t: Text): SignedFact[] {
  const { gasless: text } = t;
  return [...effectOf(message, t), { label: text.validUntil, value: validityOf(message, t) }];
}

function effectOf(message: SignedMessage, t: Text): SignedFact[] {
  const { gasless: text } = t;
  switch (message.kind) {
    case "transfer": {
      const { to, value, validAfter } = message.signed.message;
      return [
        amount(text.pays, BigInt(value)),
        account(text.to, to),
        ...(validAfter === "0" ? [] : [{ label: text.notBefore, value: timeOf(BigInt(validAfter), t) }]),
      ];
    }
    case "lock":
      return [amount(text.locks, BigInt(message.signed.message.value))];
    case "cancellation":
      return [];
    case "vote": {
      const { proposalId, support } = message.signed.message;
      return [choice(t.dao.proposal(proposalId), support, t)];
    }
    case "ballotPaper": {
      const { proposalIds, support } = message.signed.message;
      return proposalIds.map((id, index) => choice(t.dao.proposal(id), support[index] ?? 0, t));
    }
    case "delegation":
      return [account(text.delegate, message.signed.message.delegatee)];
    case "order": {
      const { deal, amount: paid } = message.signed;
      return [
        amount(text.pays, paid),
        account(t.orders.payee, deal.payee),
        { label: t.orders.heldBy, value: t.orders.escrow },
        { label: text.deliverUntil, value: timeOf(deal.deadline, t) },
        { label: text.review, value: duration(Number(deal.window), t) },
        ...(NOBODY.test(deal.arbiter) ? [] : [account(text.arbiter, deal.arbiter)]),
      ];
    }
    case "release": {
      const { deal, total } = message.signed;
      return [amount(text.releases, total), account(t.orders.payee, deal.payee)];
    }
  }
}

/** Until when it can be sent. */
export function validityOf(message: SignedMessage, t: Text): string {
  switch (message.kind) {
    case "transfer":
    case "lock":
      return timeOf(BigInt(message.signed.message.validBefore), t);
    case "order":
      return timeOf(message.signed.validBefore, t);
    case "delegation":
      return timeOf(BigInt(message.signed.message.expiry), t);
    case "vote":
    case "ballotPaper":
      return t.gasless.untilVoteEnds;
    case "cancellation":
    case "release":
      return t.gasless.untilUsed;
  }
}

function amount(label: string, value: bigint): SignedFact {
  return { label, value: <Amount value={value} exact /> };
}

function account(label: string, value: string): SignedFact {
  return { label, value: <FullAddress value={value} /> };
}

function choice(label: string, support: number, { dao }: Text): SignedFact {
  return { label, value: dao.support[CHOICES[support] ?? "abstain"] };
}

function timeOf(seconds: bigint, { common }: Text): string {
  return seconds > LAST_SECOND ? common.never : dateOf(Number(seconds));
}
