import type { Command } from "../command/command.js";
import {
  dealIdOf,
  PAYMENT_VALID_FOR,
  type SignedOrder,
  type SignedOrderPayment,
  signOrder,
  signOrderPayment,
  signRelease,
  submitOrderPayment,
  submitReleases,
  submitSignedOrder,
} from "@servicecoin/sdk";
import { transactionCommand } from "../command/transaction.js";
import { agree, documentCommand, requireSigner } from "../command/document.js";
import { dealOf } from "../deals/lookup.js";
import { oneOf, bind } from "../command/dispatch.js";
import { readReleases, readSignedOrder } from "../deals/documents.js";
import { CliError } from "../errors/cliError.js";
import type { Input } from "../command/input.js";
import { verb } from "../command/noun.js";
import { dealRows } from "../output/deal.js";
import { list } from "../output/table.js";
import { scv, time } from "../output/value.js";
import { parsePositiveAmount } from "../parse/amount.js";
import { parseText } from "../parse/parser.js";
import { formatDuration } from "../parse/time.js";
import { addOrderTerms, orderOf } from "../deals/termsOptions.js";
import { timeOption } from "../options/timeOptions.js";
import type { Session } from "../session/session.js";

type AnySigned = SignedOrder | SignedOrderPayment;

const submit = oneOf((signed: AnySigned) =>
  "validBefore" in signed ? bind(submitOrderPayment, signed) : bind(submitSignedOrder, signed),
);

/** Orders and releases that one account signs and another one sends. */
export function addSignedOrders(order: Command): void {
  documentCommand(
    verb(
      order,
      "sign-release <deal>",
      "sign a release that anyone can submit; it cannot be taken back; by the payer",
    ).option("--total <amount>", "what the payee gets in all, what it got before included (default: the price)"),
    async (input, session) => {
      const named = input.option("total", parsePositiveAmount);
      const deal = await dealOf(input, session, "order");
      const total = named ?? deal.price;
      const client = await session.actor();
      await requireSigner(client, dealIdOf(client, deal), deal.payer);
      await agree(session, client, `Sign that ${deal.payee} may have ${scv(total)} of the order in all`);
      return signRelease(client, { deal, total });
    },
    ({ deal, total }) => [["released in all", scv(total)], ...dealRows(deal)],
  );

  transactionCommand(
    verb(order, "submit-releases <files...>", "pay out what payers of one payee's orders signed"),
    ({ releases }) => {
      const lines = releases.map(({ deal, total }) => `  ${scv(total)} in all to ${deal.payee} from ${deal.payer}`);
      return ["Pay out:", ...lines].join("\n");
    },
    submitReleases,
    async (input, { files }) => {
      const names = input.all("files", parseText);
      return { releases: (await Promise.all(names.map((name) => readReleases(files, name)))).flat() };
    },
  );

  documentCommand(
    addOrderTerms(
      verb(
        order,
        "sign [payee] [price]",
        "sign an order or another draft that anyone can submit, paid with your coins",
      ),
    )
      .option("--payment", "sign the payment (ERC-3009), which takes no allowance, instead of the deal")
      .option(
        "--valid-before <time>",
        `with --payment: it counts only before this time (default: ${formatDuration(PAYMENT_VALID_FOR)})`,
      ),
    signed,
    (document) => [...dealRows(document.deal), ...("validBefore" in document ? paymentRows(document) : [])],
  );

  transactionCommand(
    verb(order, "submit <file>", "open what its payer signed, with the payer's coins; by anyone"),
    ({ deal }) => `Open this deal with the coins of ${deal.payer}:\n${list(dealRows(deal))}`,
    submit,
    (input, { files }) => readSignedOrder(files, input.arg("file", parseText)),
  );
}

async function signed(input: Input, session: Session): Promise<AnySigned> {
  const isPayment = input.flag("payment");
  if (!isPayment && input.option("valid-before", parseText) !== undefined) {
    throw new CliError("MissingOption", "--valid-before is of a payment: add --payment.", { name: "payment" });
  }
  // The hub takes signed streams and subscriptions as well, and their payment would need an amount.
  const deal = await orderOf(input, session, "payer", !isPayment);
  const client = await session.actor();
  await requireSigner(client, dealIdOf(client, deal), deal.payer);
  const validBefore = await timeOption(input, session, "valid-before");
  const what = isPayment ? "Sign the payment of this order" : "Sign this order, paid out of your allowance for the hub";
  await agree(session, client, `${what}:\n${list(dealRows(deal))}`);
  return isPayment ? signOrderPayment(client, { deal, validBefore }) : signOrder(client, { deal });
}

function paymentRows({ amount, validBefore }: SignedOrderPayment): [string, string][] {
  return [
    ["paid", scv(amount)],
    ["valid before", time(validBefore)],
  ];
}
