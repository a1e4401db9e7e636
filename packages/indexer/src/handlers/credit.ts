import { ZeroAddress } from "ethers";
import { LOAN_ENDS, LOAN_SOURCES } from "@servicecoin/sdk";
import { accrueTo, afterPayment } from "@servicecoin/sdk/arithmetic";
import type { Row } from "../store/schema.js";
import { ignored, type Context, type Handlers } from "./event.js";
import { lapseOf, loanAccountOf, nextUnpaidDueOf } from "./loanAccount.js";
import { DifferentDebt, MissingEntity } from "./missingLogs.js";
import { changeSetting, ownershipTransferred } from "./settings.js";

type Loan = Row<"loans">;

export const credit: Handlers<"Credit"> = {
  AccountCreated({ account, owner }, context) {
    const { time, transactionHash, block, logIndex } = context;
    context.put("payoutAccounts", {
      ...{ account, owner, pendingOwner: null, withdrawn: 0n, transferredAt: null },
      ...{ createdAt: time, createdIn: transactionHash, createdBlock: block, createdLogIndex: logIndex },
    });
  },
  AccountTransferStarted({ account, pendingOwner }, context) {
    changeAccount(context, account, () => ({ pendingOwner: pendingOwner === ZeroAddress ? null : pendingOwner }));
  },
  AccountTransferred({ account, to }, context) {
    changeAccount(context, account, () => ({ owner: to, pendingOwner: null, transferredAt: context.time }));
  },
  AccountWithdrawn({ account, amount }, context) {
    changeAccount(context, account, ({ withdrawn }) => ({ withdrawn: withdrawn + amount }));
  },
  LoanTaken({ id, lender, borrower, loan, orders, fee }, context) {
    const { time, transactionHash, block, logIndex } = context;
    putLoan(context, {
      ...EMPTY,
      ...{ id, lender, borrower, account: loan.account === ZeroAddress ? null : loan.account, state: "active", fee },
      ...{ amount: loan.amount, charge: loan.charge, rate: Number(loan.rate), lateRate: Number(loan.lateRate) },
      ...{ due: Number(loan.due), period: Number(loan.period), instalments: Number(loan.instalments) },
      ...{
        grace: Number(loan.grace),
        collateral: loan.collateral,
        pull: loan.pull ? 1 : 0,
        income: loan.income ? 1 : 0,
        cover: loan.cover,
      },
      ...{ feeBps: Number(loan.feeBps), ref: loan.ref },
      lapsesAt: Number(lapseOf(loan, BigInt(time))),
      ...{ principal: loan.amount, charges: loan.charge, accruedAt: time, orders: orders.length },
      ...{ createdAt: time, takenIn: transactionHash, takenBlock: block, takenLogIndex: logIndex },
    });
    for (const [number, orderId] of orders.entries()) {
      const deal = context.get("deals", { id: orderId });
      if (deal === undefined) throw new MissingEntity("deal", orderId);
      const { paid: paidBefore, feeBps } = deal;
      context.put("loanOrders", { loanId: id, number, orderId, paidBefore, feeBps });
    }
    note(context, id, "LoanTaken", { by: borrower, amount: loan.amount, owed: loan.amount + loan.charge });
  },
  LoanRepaid({ id, payer, amount, owed }, context) {
    const loan = pay(context, id, amount, owed);
    putLoan(context, { ...loan, repaid: loan.repaid + amount });
    note(context, id, "LoanRepaid", { by: payer, amount, owed });
  },
  LoanCollected({ id, source: number, amount, owed }, context) {
    const loan = pay(context, id, amount, owed);
    const source = LOAN_SOURCES[Number(number)];
    putLoan(context, {
      ...loan,
      ...(source === "orders" && { fromOrders: loan.fromOrders + amount }),
      ...(source === "allowance" && { fromAllowance: loan.fromAllowance + amount }),
      ...(source === "income" && { fromIncome: loan.fromIncome + amount }),
      ...(source === "collateral" && { fromCollateral: loan.fromCollateral + amount }),
    });
    note(context, id, "LoanCollected", { source: source ?? null, amount, owed });
  },
  LoanEnded({ id, reason, unpaid, collateral }, context) {
    const loan = pay(context, id, 0n, unpaid);
    putLoan(context, {
      ...{ ...loan, state: "ended", endReason: LOAN_ENDS[Number(reason)] ?? null },
      ...{ endedAt: context.time, endedIn: context.transactionHash, unpaid, returned: collateral },
    });
    note(context, id, "LoanEnded", { owed: unpaid });
  },
  LoanVoided({ id, lender }, context) {
    putLoan(context, { ...EMPTY, id, lender, state: "voided", createdAt: context.time, endedAt: context.time });
    note(context, id, "LoanVoided", { by: lender });
  },
  LoanFeeSet({ fee }, context) {
    changeSetting(context, "Credit", "feeBps", fee);
  },
  OwnershipTransferred: ownershipTransferred("Credit"),
  EIP712DomainChanged: ignored("the domain is constant"),
};

const EMPTY: Omit<Loan, "id" | "lender" | "state" | "createdAt" | "block"> = {
  ...{ borrower: null, account: null, amount: 0n, charge: 0n, rate: 0, lateRate: 0, due: 0, period: 0 },
  ...{ instalments: 0, grace: 0, collateral: 0n, pull: 0, income: 0, cover: 0n, feeBps: 0, fee: 0n, ref: "" },
  ...{ lapsesAt: 0, principal: 0n, charges: 0n, accruedAt: 0, interest: 0n, repaid: 0n, fromOrders: 0n },
  ...{ fromAllowance: 0n, fromIncome: 0n, fromCollateral: 0n, nextDue: null, overdueFrom: null, orders: 0 },
  ...{ takenIn: null, takenBlock: null, takenLogIndex: null, endReason: null, endedAt: null, endedIn: null },
  ...{ unpaid: null, returned: null },
};

type Account = Row<"payoutAccounts">;

function changeAccount(
  context: Context,
  account: string,
  changes: (before: Readonly<Account>) => Partial<Account>,
): void {
  const before = context.get("payoutAccounts", { account });
  if (before === undefined) throw new MissingEntity("payout account", account);
  context.put("payoutAccounts", { ...before, ...changes(before) });
}

/** A loan with the interest up to the event, after a payment. @param owed What the event says is owed then. */
function pay(context: Context, id: string, amount: bigint, owed: bigint): Loan {
  const loan = context.get("loans", { id });
  if (loan === undefined) throw new MissingEntity("loan", id);
  const accrued = accrueTo(loanAccountOf(loan), BigInt(context.time));
  const { principal, charges, accruedAt } = afterPayment(accrued, amount);
  if (principal + charges !== owed) throw new DifferentDebt(id, owed, principal + charges);
  const interest = loan.interest + accrued.charges - loan.charges;
  return { ...loan, principal, charges, accruedAt: Number(accruedAt), interest };
}

/** Writes a loan with its next due date. */
function putLoan(context: Context, loan: Omit<Loan, "block">): void {
  const due = loan.state === "active" ? nextUnpaidDueOf(loanAccountOf(loan)) : undefined;
  const nextDue = due === undefined ? null : Number(due);
  context.put("loans", { ...loan, nextDue, overdueFrom: nextDue === null ? null : nextDue + loan.grace + 1 });
}

type Note = Partial<Pick<Row<"loanEvents">, "by" | "source" | "amount" | "owed">>;

function note(context: Context, loanId: string, event: string, what: Note): void {
  context.add("loanEvents", { loanId, event, by: null, source: null, amount: 0n, owed: 0n, ...what });
}
