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
} from "@servicecoin/sdk";
import { transactionCommand } from "../command/transaction.js";
import { documentCommand } from "../command/document.js";
import { dealOf, standingsOf } from "../deals/lookup.js";
import { verb, withExamples, type Noun } from "../command/noun.js";
import { dealRows, dealTable, standingText } from "../output/deal.js";
import { list } from "../output/table.js";
import { scv } from "../output/value.js";
import { parseAmount, parsePositiveAmount } from "../parse/amount.js";
import { parseReference } from "../parse/reference.js";
import { queryCommand } from "../command/query.js";
import { addOrderTerms, orderOf } from "../deals/termsOptions.js";
import { addSignedOrders } from "./orderSigned.js";

const EXAMPLES = [
  "servicecoin order open 0x... 2.5 --deliver-within 7d --ref invoice-7 --account 1",
  "servicecoin order show 0x<deal>",
  "servicecoin order deliver 0x<deal> --account 8",
  "servicecoin order release 0x<deal> --account 1",
  "servicecoin order list --payee 0x... --json",
  "servicecoin order draft 0x... 2.5 --arbiter 0x... --out terms.json --account 1",
  "servicecoin order sign --terms terms.json --payment --out paid.json --account 1",
  "servicecoin order submit paid.json --account 8",
];

/** Payments in escrow. */
export const order: Noun = (order) => {
  withExamples(order, EXAMPLES);

  transactionCommand(
    addOrderTerms(verb(order, "open [payee] [price]", "pay an order into escrow")),
    ({ deal }) => `Pay ${scv(deal.price)} into escrow for this order:\n${list(dealRows(deal))}`,
    openOrder,
    async (input, session) => ({ deal: await orderOf(input, session) }),
  );

  documentCommand(
    addOrderTerms(
      verb(order, "draft [payee] [price]", "the terms of an order as JSON, to be signed or opened; sends nothing"),
    ),
    async (input, session) => {
      const deal = await orderOf(input, session);
      return { dealId: dealIdOf(await session.reader(), deal), deal };
    },
    ({ dealId, deal }) => [["deal", dealId], ...dealRows(deal)],
  );

  queryCommand(
    verb(order, "show <deal>", "where an order stands, by its id or a file with its terms"),
    async (input, session) => {
      const deal = await dealOf(input, session, "order");
      return readDeal(await session.reader(), deal);
    },
    standingText,
  );

  queryCommand(
    verb(order, "list", "all orders, in the order of their opening")
      .option("--payer <address>", "only of this payer")
      .option("--payee <address>", "only for this payee"),
    (input, session) => standingsOf(input, session, "order"),
    dealTable,
  );

  transactionCommand(
    verb(order, "deliver <deal>", "say that the order is delivered; by the payee").option(
      "--proof <reference>",
      "what was delivered: a short text, or a hash in hex",
    ),
    "Say that the order is delivered",
    deliverOrder,
    async (input, session) => ({
      proof: input.option("proof", parseReference),
      deal: await dealOf(input, session, "order"),
    }),
  );

  transactionCommand(
    verb(order, "release <deal>", "let the payee have the money; by the payer").option(
      "--total <amount>",
      "what the payee gets in all, what it got before included (default: the price)",
    ),
    ({ deal, total }) => `Let ${deal.payee} have ${scv(total ?? deal.price)} of the order in all`,
    releaseOrder,
    async (input, session) => ({
      total: input.option("total", parsePositiveAmount),
      deal: await dealOf(input, session, "order"),
    }),
  );

  addSignedOrders(order);

  transactionCommand(
    verb(order, "dispute <deal>", "object to a delivery, within the window; by the payer").option(
      "--reason <reference>",
      "why: a short text, or a hash in hex",
    ),
    ({ deal }) => `Object to the delivery; ${deal.arbiter} will decide`,
    disputeOrder,
    async (input, session) => ({
      reason: input.option("reason", parseReference),
      deal: await dealOf(input, session, "order"),
    }),
  );

  transactionCommand(
    verb(order, "resolve <deal> <toPayee>", "split a disputed order: so much in all for the payee; by the arbiter"),
    ({ deal, total }) => `Give ${scv(total)} in all to ${deal.payee}, and the rest to ${deal.payer}`,
    resolveOrder,
    async (input, session) => ({
      total: input.arg("toPayee", parseAmount),
      deal: await dealOf(input, session, "order"),
    }),
  );

  transactionCommand(
    verb(order, "claim <deal>", "pay the payee of a delivered order once its window is over; by anyone"),
    ({ deal }) => `Pay ${deal.payee} what is left of the order`,
    claimOrder,
    async (input, session) => ({ deal: await dealOf(input, session, "order") }),
  );

  transactionCommand(
    verb(order, "refund <deal> [amount]", "give the payer money back: by the payee, or by anyone when time is over"),
    ({ deal, amount }) => `Give ${amount === undefined ? "all that is left" : scv(amount)} back to ${deal.payer}`,
    refundOrder,
    async (input, session) => ({
      amount: input.maybe("amount", parsePositiveAmount),
      deal: await dealOf(input, session, "order"),
    }),
  );

  transactionCommand(
    verb(order, "void <deal>", "make a deal that was not opened yet impossible, by a file with its terms; by a party"),
    ({ deal }) => `Make this deal impossible:\n${list(dealRows(deal))}`,
    voidDeal,
    async (input, session) => ({ deal: await dealOf(input, session) }),
  );
};
