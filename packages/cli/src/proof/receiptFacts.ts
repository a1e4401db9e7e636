import type { ReceiptEvent } from "@servicecoin/proof";
import { formatReference } from "@servicecoin/sdk";
import { ZeroAddress, ZeroHash } from "ethers";
import { scv, text } from "../output/value.js";

/** One event of a receipt in words. */
export interface EventFacts {
  /** What happened, such as "Payment". */
  title: string;
  /** The amount or the choice that it is about; empty for none. */
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
  ...{ loggedReference: "reference", ref: "reference", id: "deal", authorizer: "payer", nonce: "payment nonce" },
  ...{ value: "amount", toPayee: "to the payee", toPayer: "to the payer", by: "canceled by", weight: "voting power" },
  ...{ fee: "fee, included", proposalId: "proposal", support: "choice" },
};

const AMOUNTS = new Set(["value", "amount", "fee", "toPayee", "toPayer", "weight"]);
const CHOICES = ["against", "for", "abstain"];

/** What a text of 32 bytes or an address has where the parties chose nothing; and what only a program reads. */
const NOTHING = new Set([ZeroAddress, ZeroHash]);
const UNSHOWN = new Set(["terms", "params"]);

/** The events of a receipt for people. What marks a transfer, such as its reference, is a row of the transfer. */
export function factsOf(events: readonly ReceiptEvent[]): EventFacts[] {
  const marks = new Map(events.filter(isMark).map((mark) => [mark.log + 1, mark]));
  return events
    .filter((event) => !isMark(event))
    .map((event) => {
      const mark = event.event === "Transfer" ? marks.get(event.log) : undefined;
      const { amount, value, weight, toPayee } = event.args;
      const moved = amount ?? value ?? weight ?? toPayee;
      return {
        title: TITLES[event.event] ?? event.event,
        figure: moved === undefined ? "" : scv(BigInt(moved)),
        rows: [...rowsOf(event), ...(mark === undefined ? [] : rowsOf(mark)), ["contract", event.contract]],
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

function rowsOf({ args }: ReceiptEvent): [string, string][] {
  return Object.entries(args)
    .filter(([name, value]) => !UNSHOWN.has(name) && !NOTHING.has(value) && value !== "")
    .map(([name, value]) => [LABELS[name] ?? name, argumentText(name, value)]);
}

function isMark({ event }: ReceiptEvent): boolean {
  return event === "TransferReference" || event === "AuthorizationUsed";
}
