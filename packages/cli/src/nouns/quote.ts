import { kindOf, payQuote, quoteIdOf, signQuote, verifyQuote, voidQuote } from "@servicecoin/sdk";
import { transactionCommand } from "../command/transaction.js";
import { agree, documentCommand } from "../command/document.js";
import { readDealFile, readQuote } from "../deals/documents.js";
import { onlyBy } from "../deals/explain.js";
import { verb, withExamples, type Noun } from "../command/noun.js";
import { dealRows, payoutRule, priceOf } from "../output/deal.js";
import { list } from "../output/table.js";
import { scv } from "../output/value.js";
import { parseAddress } from "../parse/address.js";
import { parsePositiveAmount } from "../parse/amount.js";
import { parseText } from "../parse/parser.js";
import { queryCommand } from "../command/query.js";
import { addOrderTerms, orderOf } from "../deals/termsOptions.js";

/** Signed offers to any payer. */
export const quote: Noun = (quote) => {
  withExamples(quote, [
    "servicecoin quote sign 2.5 --deliver-within 7d --out quote.json --account 8",
    "servicecoin quote verify quote.json",
    "servicecoin quote pay quote.json --account 1",
    "servicecoin quote void quote.json --account 8",
  ]);

  documentCommand(
    addOrderTerms(
      verb(quote, "sign [price]", "sign an offer to any payer, valid until its deadline; by the payee"),
      "payee",
    ),
    async (input, session) => {
      const deal = await orderOf(input, session, "payee", true);
      const client = await session.actor();
      await agree(session, client, `Sign this offer:\n${list(dealRows(deal))}`);
      const signed = await signQuote(client, { deal });
      // Refuses a quote that no payer could accept, for example one with another account as its payee.
      await verifyQuote(client, signed);
      return signed;
    },
    ({ deal }) => dealRows(deal),
    (file) => `quote pay ${file}  (by the payer)`,
  );

  queryCommand(
    verb(quote, "verify <file>", "check that a quote is genuine and can be accepted now"),
    async (input, session) => {
      const quote = await readQuote(session.files, input.arg("file", parseText));
      const client = await session.reader();
      await verifyQuote(client, quote);
      return { quoteId: quoteIdOf(client, quote.deal), isGenuine: true, deal: quote.deal };
    },
    ({ quoteId, deal }) => list([["quote", quoteId], ["state", "genuine, can be accepted"], ...dealRows(deal)]),
  );

  transactionCommand(
    verb(quote, "pay <file>", "accept a quote and pay it; sends nothing if the quote was altered")
      .option("--payer <address>", "account that receives refunds (default: you)")
      .option("--amount <amount>", "amount to deposit now; only for streams and subscriptions"),
    ({ quote: { deal }, amount }) => {
      return `Pay ${amount === undefined ? priceOf(deal) : scv(amount)} for this offer:\n${list(dealRows(deal))}`;
    },
    payQuote,
    async (input, { files, out }) => {
      const payer = input.option("payer", parseAddress);
      const amount = input.option("amount", parsePositiveAmount);
      const quote = await readQuote(files, input.arg("file", parseText));
      if (kindOf(quote.deal) === "order") out.note(payoutRule(quote.deal));
      return { payer, amount, quote };
    },
    { next: ({ dealId }, { quote }) => `${kindOf(quote.deal)} show ${dealId}` },
  );

  transactionCommand(
    verb(quote, "void <file>", "void a quote; deals opened by it continue; by the payee"),
    ({ deal }) => `Void this quote:\n${list(dealRows(deal))}`,
    voidQuote,
    async (input, { files }) => ({ deal: await readDealFile(files, input.arg("file", parseText)) }),
    { explain: onlyBy("payee") },
  );
};
