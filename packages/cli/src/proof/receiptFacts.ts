import type { ReceiptEvent } from "@servicecoin/proof";
import { formatReference } from "@servicecoin/sdk";
import { ZeroAddress, ZeroHash } from "ethers";
import { scv, text } from "../output/value.js";

/** One event of a receipt in words. */
export interface EventFacts {
  /** What happened, such as "Payment". */
  title: string;
  /** The amount or the choice that it is about; empty where it has none. */
  figure: string;
  rows: readonly (readonly [label: string, value: string])[];
}

const TITLES: Readonly<Record<string, string>> = {
  Transfer: "Payment",
  Opened: "Deal opened",
  ToppedUp: "Deal topped up",
  Released: "Payment released to the payee",
  Claimed: "Payment claimed by the payee",
  Refunded: "Refund to the payer",
  Resolved: "Dispute resolved",
  Canceled: "Deal canceled",
  Charged: "Charge under a mandate",
  VoteCast: "Vote",
  VoteCastWithParams: "Vote",
};

const LABELS: Readonly<Record<string, string>> = {
  ...{ loggedReference: "reference", ref: "reference", id: "deal", nonce: "payment nonce" },
  ...{ value: "amount", toPayee: "to the payee", toPayer: "to the payer", by: "canceled by", weight: "voting power" },
  ...{ fee: "fee in it", proposalId: "proposal", support: "choice" },
};

const AMOUNTS = new Set(["value", "amount", "fee", "toPayee", "toPayer", "weight"]);
const CHOICES = ["against", "for", "abstain"];

/** The argument that is the figure: the first of these that an event has. */
const FIGURES = ["amount", "value", "support", "toPayee"];

/** What 32 bytes or an address are where the parties chose nothing. */
const NOTHING = new Set([ZeroAddress, ZeroHash]);
/** The account that signed a payment is where it comes from. */
const UNSHOWN = new Set(["terms", "params", "authorizer"]);

/**
 * The events of a receipt for people: those of deals and votes before the transfers that carry them out. What marks a
 * transfer, such as its reference, is a row of the transfer.
 */
export function factsOf(events: readonly ReceiptEvent[]): EventFacts[] {
  const marks = new Map(events.filter(isMark).map((mark) => [mark.log + 1, mark]));
  const [transfers, others] = [events.filter(isTransfer), events.filter((one) => !isTransfer(one) && !isMark(one))];
  return [...others, ...transfers].map((event) => {
    const mark = isTransfer(event) ? marks.get(event.log) : undefined;
    const figure = FIGURES.find((name) => event.args[name] !== undefined);
    return {
      title: TITLES[event.event] ?? event.event,
      figure: figure === undefined ? "" : argumentText(figure, event.args[figure] ?? ""),
      rows: [...rowsOf(event, figure), ...(mark === undefined ? [] : rowsOf(mark)), ["contract", event.contract]],
    };
  });
}

/** One argument of an event for people. */
export function argumentText(name: string, value: string): string {
  if (AMOUNTS.has(name)) return scv(BigInt(value));
  if (name === "support") return CHOICES[Number(value)] ?? value;
  if (name === "ref" || name === "loggedReference") return formatReference(value);
  return text(value);
}

function rowsOf({ args }: ReceiptEvent, figure?: string): [string, string][] {
  return Object.entries(args)
    .filter(([name, value]) => name !== figure && !UNSHOWN.has(name) && !NOTHING.has(value) && value !== "")
    .map(([name, value]) => [LABELS[name] ?? name, argumentText(name, value)]);
}

function isTransfer({ event }: ReceiptEvent): boolean {
  return event === "Transfer";
}

function isMark({ event }: ReceiptEvent): boolean {
  return event === "TransferReference" || event === "AuthorizationUsed";
}
