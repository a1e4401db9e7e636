import type { Command } from "commander";
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
} from "@servicecoin/sdk";
import { act } from "./act.js";
import { compose } from "./compose.js";
import { dealOf, dealsOf, standingsOf } from "./deals.js";
import type { Input } from "./input.js";
import { verb } from "./noun.js";
import { dealRows, dealTable, standingText } from "./output/deal.js";
import { list } from "./output/table.js";
import { scv } from "./output/value.js";
import { parsePositiveAmount } from "./parse/amount.js";
import type { Session } from "./session.js";
import { show } from "./show.js";

/** What tells streams from subscriptions. */
export interface Accrual {
  kind: "stream" | "subscription";
  /** Arguments of drafts. */
  usage: string;
  addTerms: (command: Command) => Command;
  draft: (input: Input, session: Session) => Promise<Deal>;
  read: (client: Client, deal: Deal) => Promise<AccrualStanding>;
  open: Action<Opening, { dealId: string }, boolean>;
  topUp: Action<TopUp, object, boolean>;
  // What the call returns nobody asks for.
  claim: Action<OneDeal, Paid, unknown>;
  cancel: Action<OneDeal, Split, unknown>;
  refund: Action<Refund, { amount: bigint }, unknown>;
}

/** The verbs that streams and subscriptions share. */
export function addAccrual(noun: Command, accrual: Accrual): void {
  const { kind } = accrual;
  const one = (input: Input, session: Session) => dealOf(input, session, kind);

  act(
    accrual
      .addTerms(verb(noun, `open ${accrual.usage}`, `open a ${kind} with your coins`))
      .requiredOption("--fund <amount>", "how much is paid in now; more later by top-up"),
    ({ deal, amount }) => `Pay ${scv(amount)} into this ${kind}:\n${list(dealRows(deal))}`,
    accrual.open,
    async (input, session) => ({
      amount: input.required("fund", parsePositiveAmount),
      deal: await accrual.draft(input, session),
    }),
  );

  compose(
    accrual.addTerms(verb(noun, `draft ${accrual.usage}`, `the terms of a ${kind} as JSON; sends nothing`)),
    async (input, session) => {
      const deal = await accrual.draft(input, session);
      return { dealId: dealIdOf(await session.reader(), deal), deal };
    },
    ({ dealId, deal }) => [["deal", dealId], ...dealRows(deal)],
  );

  show(
    verb(noun, "show <deal>", `where a ${kind} stands, by its id or a file with its terms`),
    async (input, session) => {
      const deal = await one(input, session);
      return accrual.read(await session.reader(), deal);
    },
    standingText,
  );

  show(
    verb(noun, "list", `all ${kind}s, in the order of their opening`)
      .option("--payer <address>", "only of this payer")
      .option("--payee <address>", "only for this payee"),
    (input, session) => standingsOf(input, session, kind),
    dealTable,
  );

  act(
    verb(noun, "claim <deal>", "pay the payee what is owed by now; by anyone"),
    ({ deal }) => `Pay ${deal.payee} what is owed by now`,
    accrual.claim,
    async (input, session) => ({ deal: await one(input, session) }),
  );

  act(
    verb(noun, "claim-many <deals...>", "pay one payee what is due of many deals of any kind; by anyone"),
    ({ deals }) => `Pay ${deals[0]?.payee ?? "nobody"} what is due of ${deals.length} deals`,
    claimMany,
    async (input, session) => ({ deals: await dealsOf(input, session) }),
  );

  act(
    verb(noun, "top-up <deal> <amount>", "add coins of yours; what is owed is paid first"),
    ({ amount, deal }) => `Add ${scv(amount)} to the ${kind} for ${deal.payee}`,
    accrual.topUp,
    async (input, session) => ({
      amount: input.arg("amount", parsePositiveAmount),
      deal: await one(input, session),
    }),
  );

  act(
    verb(noun, "cancel <deal>", `end a ${kind}: what is owed goes to the payee, the rest to the payer; by a party`),
    ({ deal }) => `End the ${kind} of ${deal.payer} for ${deal.payee}`,
    accrual.cancel,
    async (input, session) => ({ deal: await one(input, session) }),
  );

  act(
    verb(noun, "refund <deal> [amount]", "give the payer money back: by the payee, or by anyone after the end"),
    ({ deal, amount }) =>
      `Give ${amount === undefined ? "all that can be refunded" : scv(amount)} back to ${deal.payer}`,
    accrual.refund,
    async (input, session) => ({
      amount: input.maybe("amount", parsePositiveAmount),
      deal: await one(input, session),
    }),
  );
}
