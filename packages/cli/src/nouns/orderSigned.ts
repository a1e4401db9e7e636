import type { Command } from "../command/command.js";
import {
  dealIdOf,
  kindOf,
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
import { agree, documentCommand, requirePayer } from "../command/document.js";
import { dealOf } from "../deals/lookup.js";
import { oneOf, bind } from "../command/dispatch.js";
import { readReleases, readSignedOrder } from "../deals/documents.js";
import { CliError } from "../errors/cliError.js";
import type { Input } from "../command/input.js";
import { verb } from "../command/noun.js";
import { dealRows, payoutRule } from "../output/deal.js";
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

/** Adds orders and releases that one account signs and another account submits. */
export function addSignedOrders(order: Command): void {
  documentCommand(
    verb(order, "sign-release <deal>", "sign an irrevocable release that anyone can submit; by the payer").option(
      "--total <amount>",
      "total for the payee, including earlier payouts (default: the price)",
    ),
    async (input, session) => {
      const named = input.option("total", parsePositiveAmount);
      const deal = await dealOf(input, session, "order");
      const total = named ?? deal.price;
      const client = await session.actor();
      await requirePayer(client, dealIdOf(client, deal), deal.payer);
      await agree(session, client, `Sign the release of a total of ${scv(total)} of the order to ${deal.payee}`);
      return signRelease(client, { deal, total });
    },
    ({ deal, total }) => [["total released", scv(total)], ...dealRows(deal)],
    (file) => `order submit-releases ${file}  (by any account, which pays the gas)`,
  );

  transactionCommand(
    verb(order, "submit-releases <files...>", "submit signed releases for orders of one payee"),
    ({ releases }) => {
      const lines = releases.map(({ deal, total }) => `  a total of ${scv(total)} to ${deal.payee} from ${deal.payer}`);
      return ["Pay out:", ...lines].join("\n");
    },
    submitReleases,
    async (input, { files }) => {
      const names = input.all("files", parseText);
      return { releases: (await Promise.all(names.map((name) => readReleases(files, name)))).flat() };
    },
    { next: ({ released: [first] }) => first && `order show ${first.dealId}` },
  );

  documentCommand(
    addOrderTerms(
      verb(order, "sign [payee] [price]", "sign an order or another draft that anyone can submit, paid with your SCV"),
    )
      .option("--payment", "sign the payment (ERC-3009), which needs no allowance, instead of the deal")
      .option(
        "--valid-before <time>",
        `with --payment: valid only before this time (default: ${formatDuration(PAYMENT_VALID_FOR)} from now)`,
      ),
    signed,
    (document) => [...dealRows(document.deal), ...("validBefore" in document ? paymentRows(document) : [])],
    (file) => `order submit ${file}  (by any account, which pays the gas)`,
  );

  transactionCommand(
    verb(order, "submit <file>", "open a signed order with the SCV of its payer; by anyone"),
    ({ deal }) => `Open this deal with the SCV of ${deal.payer}:\n${list(dealRows(deal))}`,
    submit,
    (input, { files }) => readSignedOrder(files, input.arg("file", parseText)),
    { next: (_sent, { deal }, client) => `${kindOf(deal)} show ${dealIdOf(client, deal)}` },
  );
}

async function signed(input: Input, session: Session): Promise<AnySigned> {
  const isPayment = input.flag("payment");
  if (!isPayment && input.option("valid-before", parseText) !== undefined) {
    throw new CliError("MissingOption", "--valid-before applies to a payment: add --payment.", { name: "payment" });
  }
  // The hub also accepts signed streams and subscriptions, but their payment would need an amount.
  const deal = await orderOf(input, session, "payer", !isPayment);
  const client = await session.actor();
  await requirePayer(client, dealIdOf(client, deal), deal.payer);
  const validBefore = await timeOption(input, session, "valid-before");
  const what = isPayment ? "Sign the payment of this order" : "Sign this order, paid from your allowance for the hub";
  if (kindOf(deal) === "order") session.out.note(payoutRule(deal));
  await agree(session, client, `${what}:\n${list(dealRows(deal))}`);
  return isPayment ? signOrderPayment(client, { deal, validBefore }) : signOrder(client, { deal });
}

function paymentRows({ amount, validBefore }: SignedOrderPayment): [string, string][] {
  return [
    ["paid", scv(amount)],
    ["valid before", time(validBefore)],
  ];
}
