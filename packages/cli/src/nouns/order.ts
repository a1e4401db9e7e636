import { ZeroAddress } from "ethers";
import {
  claimOrder,
  dealIdOf,
  deliverOrder,
  disputeOrder,
  openOrder,
  readDeal,
  refundOrder,
  releaseOrder,
  resolveOrder,
  voidDeal,
  type Client,
  type Deal,
} from "@servicecoin/sdk";
import { transactionCommand } from "../command/transaction.js";
import { documentCommand } from "../command/document.js";
import { CliError, EXIT } from "../errors/cliError.js";
import { onlyBy } from "../deals/explain.js";
import { addDealFilter, dealOf, standingsOf } from "../deals/lookup.js";
import { verb, withExamples, type Noun } from "../command/noun.js";
import { dealRows, dealTable, payoutRule, standingText } from "../output/deal.js";
import { list } from "../output/table.js";
import { scv, time } from "../output/value.js";
import { parseAmount, parsePositiveAmount } from "../parse/amount.js";
import { parseReference } from "../parse/reference.js";
import { queryCommand } from "../command/query.js";
import { addPayWith, etherFor } from "../options/etherOptions.js";
import { addOrderTerms, orderOf } from "../deals/termsOptions.js";
import { addSignedOrders } from "./orderSigned.js";

const EXAMPLES = [
  "servicecoin order open 0x... 2.5 --deliver-within 7d --ref invoice-7 --account 1",
  "servicecoin order open 0x... 2.5 --pay-with eth --account 1",
  "servicecoin order show 0x<deal>",
  "servicecoin order deliver 0x<deal> --account 8",
  "servicecoin order release 0x<deal> --account 1",
  "servicecoin order list --payee 0x... --json",
  "servicecoin order draft 0x... 2.5 --arbiter 0x... --out terms.json --account 1",
  "servicecoin order sign --terms terms.json --payment --out paid.json --account 1",
  "servicecoin order submit paid.json --account 8",
];

/** Orders, paid into escrow. */
export const order: Noun = (order) => {
  withExamples(order, EXAMPLES);

  transactionCommand(
    addPayWith(addOrderTerms(verb(order, "open [payee] [price]", "open an order and pay into escrow"))),
    ({ deal }) => `Pay ${scv(deal.price)} into escrow for this order:\n${list(dealRows(deal))}`,
    openOrder,
    async (input, session) => {
      const deal = await orderOf(input, session);
      session.out.note(payoutRule(deal));
      return { deal, withEther: await etherFor(input, session, deal.price) };
    },
    { next: ({ dealId }) => `order release ${dealId}  (when you have what you paid for)` },
  );

  documentCommand(
    addOrderTerms(
      verb(order, "draft [payee] [price]", "print the terms of an order as JSON, to sign or open later; sends nothing"),
    ),
    async (input, session) => {
      const deal = await orderOf(input, session);
      return { dealId: dealIdOf(await session.reader(), deal), deal };
    },
    ({ dealId, deal }) => [["deal", dealId], ...dealRows(deal)],
    (file) => `order open --terms ${file}`,
  );

  queryCommand(
    verb(order, "show <deal>", "show the state of an order, by its id or a file with its terms"),
    async (input, session) => {
      const deal = await dealOf(input, session, "order");
      return readDeal(await session.reader(), deal);
    },
    standingText,
  );

  queryCommand(
    addDealFilter(verb(order, "list", "list all orders, oldest first")),
    (input, session) => standingsOf(input, session, "order"),
    (standings, { out }) => dealTable(standings, "No orders.", out.columns),
  );

  transactionCommand(
    verb(order, "deliver <deal>", "mark an order as delivered; by the payee").option(
      "--proof <reference>",
      "proof of the delivery: a short text, or a hash in hex",
    ),
    "Mark the order as delivered",
    deliverOrder,
    async (input, session) => ({
      proof: input.option("proof", parseReference),
      deal: await dealOf(input, session, "order"),
    }),
    { explain: onlyBy("payee"), next: (_sent, { deal }, client) => afterDelivery(client, deal) },
  );

  transactionCommand(
    verb(order, "release <deal>", "release the money to the payee; by the payer").option(
      "--total <amount>",
      "total for the payee, including earlier payouts (default: the price)",
    ),
    ({ deal, total }) => `Release a total of ${scv(total ?? deal.price)} of the order to ${deal.payee}`,
    releaseOrder,
    async (input, session) => ({
      total: input.option("total", parsePositiveAmount),
      deal: await dealOf(input, session, "order"),
    }),
    { explain: onlyBy("payer"), next: (_sent, { deal }, client) => `order show ${dealIdOf(client, deal)}` },
  );

  addSignedOrders(order);

  transactionCommand(
    verb(order, "dispute <deal>", "dispute a delivery within the window; by the payer").option(
      "--reason <reference>",
      "reason: a short text, or a hash in hex",
    ),
    ({ deal }) => `Dispute the delivery; ${deal.arbiter} will decide`,
    disputeOrder,
    async (input, session) => {
      const reason = input.option("reason", parseReference);
      const deal = await dealOf(input, session, "order");
      if (deal.arbiter === ZeroAddress) {
        const message = "This order has no arbiter, so nobody can dispute it.";
        throw new CliError("NoArbiter", message, { payee: deal.payee }, EXIT.refused);
      }
      return { reason, deal };
    },
    {
      explain: onlyBy("payer"),
      next: (_sent, { deal }, client) =>
        `order resolve ${dealIdOf(client, deal)} <amount for the payee>  (by the arbiter)`,
    },
  );

  transactionCommand(
    verb(
      order,
      "resolve <deal> <toPayee>",
      "resolve a disputed order: total for the payee, rest to the payer; by the arbiter",
    ),
    ({ deal, total }) => `Give a total of ${scv(total)} to ${deal.payee}, and the rest to ${deal.payer}`,
    resolveOrder,
    async (input, session) => {
      const total = input.arg("toPayee", parseAmount);
      const deal = await dealOf(input, session, "order");
      // The hub would cap it, and give the payee everything for good.
      if (total > deal.price) {
        const message = `toPayee: ${scv(total)} is more than the order's price of ${scv(deal.price)}.`;
        throw new CliError("BadAmount", message, { total, price: deal.price });
      }
      return { total, deal };
    },
    { explain: onlyBy("arbiter"), next: (_sent, { deal }, client) => `order show ${dealIdOf(client, deal)}` },
  );

  transactionCommand(
    verb(order, "claim <deal>", "pay the payee of a delivered order after the window; by anyone"),
    ({ deal }) => `Pay ${deal.payee} the rest of the order`,
    claimOrder,
    async (input, session) => ({ deal: await dealOf(input, session, "order") }),
    { next: (_sent, { deal }, client) => `order show ${dealIdOf(client, deal)}` },
  );

  transactionCommand(
    verb(order, "refund <deal> [amount]", "refund the payer; by the payee, or by anyone after the deadline"),
    ({ deal, amount }) => `Refund ${amount === undefined ? "all that is left" : scv(amount)} to ${deal.payer}`,
    refundOrder,
    async (input, session) => ({
      amount: input.maybe("amount", parsePositiveAmount),
      deal: await dealOf(input, session, "order"),
    }),
    { explain: onlyBy("payee"), next: (_sent, { deal }, client) => `order show ${dealIdOf(client, deal)}` },
  );

  transactionCommand(
    verb(order, "void <deal>", "void a deal before it is opened, by a file with its terms; by a party"),
    ({ deal }) => `Void this deal:\n${list(dealRows(deal))}`,
    voidDeal,
    async (input, session) => ({ deal: await dealOf(input, session) }),
    { explain: onlyBy("payer", "payee") },
  );
};

/** The payee's next step once an order is marked as delivered. */
async function afterDelivery(client: Client, deal: Deal): Promise<string> {
  const { dealId, times } = await readDeal(client, deal);
  if (deal.window === 0n || times.claimableAfter === undefined) return `order claim ${dealId}`;
  return `order claim ${dealId}  (after ${time(times.claimableAfter)}, unless the payer acts before)`;
}
