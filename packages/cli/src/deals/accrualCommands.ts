import type { Command } from "../command/command.js";
import {
  type AccrualStanding,
  type Action,
  claimMany,
  type Client,
  type Deal,
  dealIdOf,
  type OneDeal,
  type Opening,
  type Paid,
  type Refund,
  type Split,
  type TopUp,
  kindOf,
} from "@servicecoin/sdk";
import { transactionCommand } from "../command/transaction.js";
import { documentCommand } from "../command/document.js";
import { onlyBy } from "./explain.js";
import { addDealFilter, dealOf, dealsOf, standingsOf } from "./lookup.js";
import type { Input } from "../command/input.js";
import { required, verb } from "../command/noun.js";
import { dealRows, dealTable, standingText } from "../output/deal.js";
import { list } from "../output/table.js";
import { scv } from "../output/value.js";
import { parsePositiveAmount } from "../parse/amount.js";
import { addPayWith, etherFor } from "../options/etherOptions.js";
import type { Session } from "../session/session.js";
import { queryCommand } from "../command/query.js";

/** The differences between streams and subscriptions. */
export interface Accrual {
  kind: "stream" | "subscription";
  /** Arguments of `open` and `draft`. */
  usage: string;
  addTerms: (command: Command) => Command;
  draft: (input: Input, session: Session) => Promise<Deal>;
  read: (client: Client, deal: Deal) => Promise<AccrualStanding>;
  open: Action<Opening, { dealId: string }, boolean | string>;
  topUp: Action<TopUp, object, boolean | string>;
  // Nobody uses the return value of these calls.
  claim: Action<OneDeal, Paid, unknown>;
  cancel: Action<OneDeal, Split, unknown>;
  refund: Action<Refund, { amount: bigint }, unknown>;
}

/** Adds the verbs that streams and subscriptions share. */
export function addAccrual(noun: Command, accrual: Accrual): void {
  const { kind } = accrual;
  const one = (input: Input, session: Session) => dealOf(input, session, kind);

  transactionCommand(
    addPayWith(
      required(
        accrual.addTerms(verb(noun, `open ${accrual.usage}`, `open a ${kind} and fund it`)),
        "--fund <amount>",
        "amount to deposit now; add more later with top-up",
      ),
    ),
    ({ deal, amount }) => `Deposit ${scv(amount)} into this ${kind}:\n${list(dealRows(deal))}`,
    accrual.open,
    async (input, session) => {
      const amount = input.required("fund", parsePositiveAmount);
      const deal = await accrual.draft(input, session);
      return { amount, deal, withEther: await etherFor(input, session, amount) };
    },
    { next: ({ dealId }) => `${kind} show ${dealId}` },
  );

  documentCommand(
    accrual.addTerms(verb(noun, `draft ${accrual.usage}`, `print the terms of a ${kind} as JSON; sends nothing`)),
    async (input, session) => {
      const deal = await accrual.draft(input, session);
      return { dealId: dealIdOf(await session.reader(), deal), deal };
    },
    ({ dealId, deal }) => [["deal", dealId], ...dealRows(deal)],
    (file) => `${kind} open --terms ${file} --fund <amount>`,
  );

  queryCommand(
    verb(noun, "show <deal>", `show the state of a ${kind}, by its id or a file with its terms`),
    async (input, session) => {
      const deal = await one(input, session);
      return accrual.read(await session.reader(), deal);
    },
    standingText,
  );

  queryCommand(
    addDealFilter(verb(noun, "list", `list all ${kind}s, oldest first`)),
    (input, session) => standingsOf(input, session, kind),
    (standings, { out }) => dealTable(standings, `No ${kind}s.`, out.columns),
  );

  transactionCommand(
    verb(noun, "claim <deal>", "pay the payee the amount owed so far; by anyone"),
    ({ deal }) => `Pay ${deal.payee} the amount owed so far`,
    accrual.claim,
    async (input, session) => ({ deal: await one(input, session) }),
    { next: (_sent, { deal }, client) => `${kind} show ${dealIdOf(client, deal)}` },
  );

  transactionCommand(
    verb(noun, "claim-many <deals...>", "pay one payee the amounts due from many deals of any kind; by anyone"),
    ({ deals }) => `Pay ${deals[0]?.payee ?? "nobody"} the amounts due from ${deals.length} deals`,
    claimMany,
    async (input, session) => ({ deals: await dealsOf(input, session) }),
    { next: ({ claims: [claimed] }, { deals: [deal] }) => deal && claimed && `${kindOf(deal)} show ${claimed.dealId}` },
  );

  transactionCommand(
    addPayWith(verb(noun, "top-up <deal> <amount>", "add SCV; first pays the amount owed so far")),
    ({ amount, deal }) => `Add ${scv(amount)} to the ${kind} for ${deal.payee}`,
    accrual.topUp,
    async (input, session) => {
      const amount = input.arg("amount", parsePositiveAmount);
      const deal = await one(input, session);
      return { amount, deal, withEther: await etherFor(input, session, amount) };
    },
    { next: (_sent, { deal }, client) => `${kind} show ${dealIdOf(client, deal)}` },
  );

  transactionCommand(
    verb(
      noun,
      "cancel <deal>",
      `end a ${kind}: pays the payee what is owed, refunds the rest to the payer; by a party`,
    ),
    ({ deal }) => `End the ${kind} of ${deal.payer} for ${deal.payee}`,
    accrual.cancel,
    async (input, session) => ({ deal: await one(input, session) }),
    { explain: onlyBy("payer", "payee"), next: (_sent, { deal }, client) => `${kind} show ${dealIdOf(client, deal)}` },
  );

  transactionCommand(
    verb(noun, "refund <deal> [amount]", "refund the payer; by the payee, or by anyone after the end"),
    ({ deal, amount }) => `Refund ${amount === undefined ? "all that can be refunded" : scv(amount)} to ${deal.payer}`,
    accrual.refund,
    async (input, session) => ({
      amount: input.maybe("amount", parsePositiveAmount),
      deal: await one(input, session),
    }),
    { explain: onlyBy("payee"), next: (_sent, { deal }, client) => `${kind} show ${dealIdOf(client, deal)}` },
  );
}
