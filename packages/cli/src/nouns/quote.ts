import { payQuote, quoteIdOf, signQuote, verifyQuote, voidQuote } from "@servicecoin/sdk";
import { transactionCommand } from "../command/transaction.js";
import { agree, documentCommand } from "../command/document.js";
import { readDealFile, readQuote } from "../deals/documents.js";
import { verb, withExamples, type Noun } from "../command/noun.js";
import { dealRows, priceOf } from "../output/deal.js";
import { list } from "../output/table.js";
import { scv } from "../output/value.js";
import { parseAddress } from "../parse/address.js";
import { parsePositiveAmount } from "../parse/amount.js";
import { parseText } from "../parse/parser.js";
import { queryCommand } from "../command/query.js";
import { addOrderTerms, orderOf } from "../deals/termsOptions.js";

/** Offers to any payer. */
export const quote: Noun = (quote) => {
  withExamples(quote, [
    "servicecoin quote sign 2.5 --deliver-within 7d --out quote.json --account 8",
    "servicecoin quote verify quote.json",
    "servicecoin quote pay quote.json --account 1",
    "servicecoin quote void quote.json --account 8",
  ]);

  documentCommand(
    addOrderTerms(verb(quote, "sign [price]", "sign an offer to any payer, until its deadline; by the payee"), "payee"),
    async (input, session) => {
      const deal = await orderOf(input, session, "payee", true);
      const client = await session.actor();
      await agree(session, client, `Sign this offer:\n${list(dealRows(deal))}`);
      const signed = await signQuote(client, { deal });
      // Nobody could take it otherwise, for example when another account is the payee.
      await verifyQuote(client, signed);
      return signed;
    },
    ({ deal }) => dealRows(deal),
  );

  queryCommand(
    verb(quote, "verify <file>", "whether a quote is genuine and can be taken now"),
    async (input, session) => {
      const quote = await readQuote(session.files, input.arg("file", parseText));
      const client = await session.reader();
      await verifyQuote(client, quote);
      return { quoteId: quoteIdOf(client, quote.deal), isGenuine: true, deal: quote.deal };
    },
    ({ quoteId, deal }) => list([["quote", quoteId], ["state", "genuine, can be taken"], ...dealRows(deal)]),
  );

  transactionCommand(
    verb(quote, "pay <file>", "take a quote and pay it; nothing is sent for a changed one")
      .option("--payer <address>", "who gets the refunds (default: you)")
      .option("--amount <amount>", "how much is paid in now; for streams and subscriptions only"),
    ({ quote: { deal }, amount }) => {
      return `Pay ${amount === undefined ? priceOf(deal) : scv(amount)} for this offer:\n${list(dealRows(deal))}`;
    },
    payQuote,
    async (input, { files }) => ({
      payer: input.option("payer", parseAddress),
      amount: input.option("amount", parsePositiveAmount),
      quote: await readQuote(files, input.arg("file", parseText)),
    }),
  );

  transactionCommand(
    verb(quote, "void <file>", "make a quote void; deals that it opened go on; by the payee"),
    ({ deal }) => `Make this quote void:\n${list(dealRows(deal))}`,
    voidQuote,
    async (input, { files }) => ({ deal: await readDealFile(files, input.arg("file", parseText)) }),
  );
};
