import { ZeroAddress } from "ethers";
import type { Snapshot } from "../query/reader.js";
import { lower, nameOf, question, type Question } from "./rowQuestion.js";

async function payoutAccounts(db: Snapshot): Promise<Question[]> {
  const rows = await db.selectFrom("payoutAccounts").select(["account", "owner", "pendingOwner"]).execute();
  return rows.flatMap(({ account, owner, pendingOwner }) => [
    question("payoutAccounts", account, "Credit.ownerOf", [account], { owner }, ([value]) => ({ owner: lower(value) })),
    question(
      "payoutAccounts",
      account,
      "Credit.pendingOwnerOf",
      [account],
      { pendingOwner: pendingOwner ?? ZeroAddress },
      ([value]) => ({ pendingOwner: lower(value) }),
    ),
  ]);
}

/** The contract's states by number. */
const LOAN_STATES = ["none", "active", "ended", "voided"];

async function loans(db: Snapshot): Promise<Question[]> {
  const rows = await db.selectFrom("loans").selectAll().execute();
  return rows.map((row) => {
    const { id, state, lender, borrower, account, principal, charges, collateral, fromCollateral, fromOrders } = row;
    // Of an offer that was withdrawn, the contract keeps only the state.
    const isVoided = state === "voided";
    const indexed = {
      state,
      lender: isVoided ? ZeroAddress : lender,
      borrower: borrower ?? ZeroAddress,
      account: account ?? ZeroAddress,
      principal: BigInt(principal),
      charges: BigInt(charges),
      collateralLeft: state === "active" ? BigInt(collateral) - BigInt(fromCollateral) : 0n,
      fromOrders: BigInt(fromOrders),
      accruedAt: BigInt(row.accruedAt),
      lapsesAt: BigInt(row.lapsesAt),
    };
    return question("loans", id, "Credit.loanOf", [id], indexed, ([answer]) => {
      const loan = answer as Record<string, bigint>;
      const number = (name: string) => loan[name] as bigint;
      return {
        state: nameOf(LOAN_STATES, loan["status"]),
        ...{ lender: lower(loan["lender"]), borrower: lower(loan["borrower"]), account: lower(loan["account"]) },
        ...{ principal: number("principal"), charges: number("charges"), collateralLeft: number("collateral") },
        ...{ fromOrders: number("fromOrders"), accruedAt: number("accruedAt"), lapsesAt: number("lapsesAt") },
      };
    });
  });
}

/** The pledged orders of active loans. */
async function loanOrders(db: Snapshot): Promise<Question[]> {
  const rows = await db
    .selectFrom("loanOrders")
    .innerJoin("loans", "loans.id", "loanOrders.loanId")
    .select(["loanId", "orderId", "paidBefore", "loanOrders.feeBps", "loanOrders.number"])
    .where("state", "=", "active")
    .execute();
  const byLoan = Map.groupBy(
    rows.toSorted((a, b) => a.number - b.number),
    ({ loanId }) => loanId,
  );
  return [...byLoan].map(([id, orders]) => {
    const text = (list: readonly (readonly [string, bigint, bigint])[]) =>
      list.map(([order, before, fee]) => `${order} ${before} ${fee}`).join();
    const indexed = text(
      orders.map(({ orderId, paidBefore, feeBps }) => [orderId, BigInt(paidBefore), BigInt(feeBps)] as const),
    );
    return question("loanOrders", id, "Credit.ordersOf", [id], { orders: indexed }, ([answer]) => ({
      orders: text((answer as [string, bigint, bigint][]).map(([order, before, fee]) => [order, before, fee] as const)),
    }));
  });
}

export const CREDIT_LISTS = [payoutAccounts, loans, loanOrders];
