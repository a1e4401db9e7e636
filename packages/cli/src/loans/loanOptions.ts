import { draftLoan, findDeal, type LoanDraft, type PledgedLoan } from "@servicecoin/sdk";
import type { Command } from "../command/command.js";
import type { Input } from "../command/input.js";
import { repeatable } from "../command/noun.js";
import { drafter, termsFile } from "../deals/termsOptions.js";
import { endOption } from "../options/timeOptions.js";
import { parseAddress } from "../parse/address.js";
import { parseAmount, parsePositiveAmount, parsePercent } from "../parse/amount.js";
import { parseCount } from "../parse/number.js";
import { parseHash, parseReference } from "../parse/reference.js";
import { parseDuration, parsePositiveDuration } from "../parse/time.js";
import type { Session } from "../session/session.js";
import { readLoanTerms } from "./loanFiles.js";

const OPTIONS = [
  ...["borrower", "charge", "yearly", "late-yearly", "due", "instalments", "period", "grace", "collateral", "pull"],
  ...["income", "order", "cover", "valid-until", "lender", "ref"],
];

/** Declares the terms of a loan. */
export function addLoanTerms(command: Command): Command {
  command
    .option("--borrower <address>", "account that can take the offer (default: anyone)")
    .option("--charge <amount>", "fixed charge, at most 30% of the principal (default: 0)")
    .option("--yearly <percent>", "simple interest in 365 days, for example 12.5% (default: 0)")
    .option("--late-yearly <percent>", "the same after the last due date and the grace period (default: as before)")
    .option("--due <time>", "first due date (default: none, and only orders repay the loan)")
    .option("--instalments <number>", "number of due dates, for equal parts of the principal (default: 1)")
    .option("--period <duration>", "time between due dates")
    .option("--grace <duration>", "time after a due date in which nothing is collected (default: 0s)");
  repeatable(command, "--order <deal>", "pledge this order, by its id; repeat it for more orders")
    .option("--cover <amount>", "minimum that the orders must hold when the offer is taken (default: what they hold)")
    .option("--pull", "collect overdue amounts from the borrower's allowance")
    .option("--income <payoutAccount>", "collect overdue amounts from all income of this payout account")
    .option("--collateral <amount>", "SCV that the borrower deposits (default: 0)")
    .option("--valid-until <time>", "last second in which the offer can be taken (default: 7d from now)")
    .option("--lender <address>", "account that lends (default: you)")
    .option("--ref <reference>", "public reference: a short text, or 32 bytes in hex (default: random)")
    .option("--terms <file>", "read all terms from this JSON file, written by loan draft (- for stdin)");
  return command;
}

/** Reads the terms of a loan. */
export async function loanTermsOf(input: Input, session: Session): Promise<PledgedLoan> {
  const file = termsFile(input, ["amount"], OPTIONS);
  if (file !== undefined) return readLoanTerms(session.files, file);
  const account = input.option("income", parseAddress);
  const instalments = input.option("instalments", parseCount(1, 65_535));
  const ids = input.options("order", parseHash);
  const terms: LoanDraft = {
    amount: input.arg("amount", parsePositiveAmount),
    lender: input.option("lender", parseAddress),
    borrower: input.option("borrower", parseAddress),
    charge: input.option("charge", parseAmount),
    yearlyBps: input.option("yearly", parsePercent),
    lateYearlyBps: input.option("late-yearly", parsePercent),
    instalments: instalments === undefined ? undefined : BigInt(instalments),
    period: input.option("period", parsePositiveDuration),
    grace: input.option("grace", parseDuration),
    collateral: input.option("collateral", parseAmount),
    cover: input.option("cover", parseAmount),
    ref: input.option("ref", parseReference),
    pull: input.flag("pull"),
    income: account !== undefined,
    account,
  };
  const due = await endOption(input, session, "due");
  const validUntil = await endOption(input, session, "valid-until");
  const client = await session.reader();
  const orders = await Promise.all(ids.map((id) => findDeal(client, id)));
  return draftLoan(await drafter(session, { payer: terms.lender }), { ...terms, due, validUntil, orders });
}
