import { ZeroAddress } from "ethers";
import {
  formatReference,
  type Loan,
  LOAN_SOURCES,
  type LoanSecurity,
  type LoanStanding,
  type PayoutAccountStanding,
  yearlyBpsOf,
} from "@servicecoin/sdk";
import { list, table } from "./table.js";
import { duration, percent, scv, time } from "./value.js";

type Rows = [string, string][];

/** The terms of a loan as rows of a list. */
export function loanRows(loan: Loan): Rows {
  const { lender, borrower, account, amount, charge, collateral, cover, feeBps, validUntil, ref } = loan;
  return [
    ["lender", lender],
    ["borrower", borrower === ZeroAddress ? "anyone" : borrower],
    ["principal", scv(amount)],
    ["fixed charge", scv(charge)],
    ["interest", `${yearly(loan.rate)}${loan.lateRate === loan.rate ? "" : `, when late ${yearly(loan.lateRate)}`}`],
    ["due", dueOf(loan)],
    ...(account === ZeroAddress ? [] : rows(["payout account", account])),
    ["secured by", securedBy(loan)],
    ...(cover === 0n ? [] : rows(["orders must hold", scv(cover)])),
    ...(collateral === 0n ? [] : rows(["collateral", scv(collateral)])),
    ["DAO's fee", percent(feeBps)],
    ["offer valid until", time(validUntil)],
    ["reference", formatReference(ref)],
  ];
}

/** The terms of a loan on one line, as in the event `LoanTaken`. */
export function loanLine(loan: Loan): string {
  const { amount, charge, rate } = loan;
  const parts = [scv(amount), `charge ${scv(charge)}`, yearly(rate), `due ${dueOf(loan)}`];
  return [...parts, `secured by ${securedBy(loan)}`].join(", ");
}

/** Formats what secures a loan: amounts, then the sentences. */
export function securityText({ owed, unsecured, facts }: LoanSecurity): string {
  const amounts = list([
    ["owed", scv(owed)],
    ["unsecured", scv(unsecured)],
  ]);
  return [amounts, ...facts.map((fact) => `- ${fact}`)].join("\n");
}

/** Formats the state of a loan. */
export function loanText(standing: LoanStanding, columns: number): string {
  const { loanId, loan, state, borrower, owed, overdue, nextDue, collectable, collateral, ended, schedule } = standing;
  const terms = loanRows({ ...loan, borrower }).filter(([name]) => state === "offered" || name !== "offer valid until");
  const sources = LOAN_SOURCES.filter((source) => collectable[source] !== 0n);
  const head = list([
    ["loan", loanId],
    ["state", ended === undefined ? state : `${state}: ${ended.reason}`],
    ...terms,
    ...(standing.takenAt === undefined ? [] : rows(["taken", time(standing.takenAt)])),
    ...(ended === undefined ? [] : rows(["unpaid", scv(ended.unpaid)])),
    ...(state === "active"
      ? rows(
          ["owed", scv(owed)],
          ["overdue", scv(overdue)],
          ["next due", nextDue === undefined ? "no date" : time(nextDue)],
          [
            "collectable now",
            sources.map((source) => `${scv(collectable[source])} (${source})`).join(", ") || "nothing",
          ],
          ["collateral held", scv(collateral)],
          ["lapses", time(standing.lapsesAt)],
        )
      : []),
  ]);
  if (schedule.length < 2) return head;
  const lines = schedule.map(({ dueAt, principal, charges, left }) => [
    time(dueAt),
    scv(principal),
    scv(charges),
    scv(left),
  ]);
  return `${head}\n\n${table(["due", "principal", "charges", "left"], lines, "", columns)}`;
}

/** Formats loans as a table. @param empty Sentence for no loans. */
export function loanTable(standings: readonly LoanStanding[], empty: string, columns: number): string {
  const lines = standings.map(({ loanId, state, loan, borrower, owed, overdue, nextDue }) => {
    const next = nextDue === undefined ? "-" : time(nextDue);
    return [loanId, state, loan.lender, borrower, scv(loan.amount), scv(owed), scv(overdue), next];
  });
  const header = ["loan", "state", "lender", "borrower", "principal", "owed", "overdue", "next due"];
  return table(header, lines, empty, columns);
}

/** Formats the state of a payout account. */
export function payoutAccountText(standing: PayoutAccountStanding): string {
  const { account, owner, pendingOwner, balance, withdrawable, orderLoans, incomeLoan } = standing;
  return list([
    ["account", account],
    ["owner", owner],
    ...(pendingOwner === undefined ? [] : rows(["offered to", pendingOwner])),
    ["balance", scv(balance)],
    ["withdrawable", scv(withdrawable)],
    ...orderLoans.map((loan): [string, string] => ["loan on orders", loan]),
    ...(incomeLoan === undefined ? [] : rows(["loan on income", incomeLoan])),
  ]);
}

function yearly(rate: bigint): string {
  return `${percent(yearlyBpsOf(rate))} per year`;
}

function dueOf({ due, period, instalments, grace }: Loan): string {
  if (due === 0n) return "when the orders pay";
  const parts = instalments === 1n ? "" : `, ${instalments} instalments, one every ${duration(period)}`;
  return `${time(due)}${parts}${grace === 0n ? "" : `, with ${duration(grace)} of grace`}`;
}

function securedBy({ orders, pull, income, collateral }: Loan): string {
  const securities = [
    ...(BigInt(orders) === 0n ? [] : ["orders"]),
    ...(pull ? ["the borrower's allowance"] : []),
    ...(income ? ["the account's income"] : []),
    ...(collateral === 0n ? [] : ["collateral"]),
  ];
  return securities.join(", ") || "nothing";
}

function rows(...some: Rows): Rows {
  return some;
}
