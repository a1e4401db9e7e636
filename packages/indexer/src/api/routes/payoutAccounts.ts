import { z } from "zod";
import type { Selectable } from "kysely";
import type { Schema, Snapshot } from "../../query/reader.js";
import { address, addressParam, amount, count, hash, time } from "../fields.js";
import { readPledges, type LoanRow } from "../loanRows.js";
import { loanStandingAt } from "../loanStanding.js";
import { mergedPage, type Order } from "../page.js";
import { notFound } from "../problem.js";
import { list, one } from "../route.js";
import { checksum, checksumOrNull, digits } from "../values.js";

/** A payee that a provider owns and whose income can be pledged. */
const payoutAccount = z.object({
  account: address,
  owner: address,
  pendingOwner: address.nullable().describe("Account that it is offered to; null if it is not offered."),
  balance: amount,
  withdrawable: amount.describe("What the owner can withdraw at the block's time."),
  withdrawn: amount.describe("What its owners withdrew in all."),
  loans: z.array(hash).describe("Active loans to which its orders or its income are pledged."),
  createdAt: time,
  createdIn: hash.describe("Transaction that created it."),
  createdBlock: count,
  createdLogIndex: count.describe("Number of the log of its creation in that block."),
  transferredAt: time.nullable().describe("When its owner got it from another; null if the owner created it."),
});

type Row = Selectable<Schema["payoutAccounts"]>;

/** Adds balances and what is pledged. */
async function toPayoutAccounts(
  db: Snapshot,
  rows: readonly Row[],
  now: number,
): Promise<z.output<typeof payoutAccount>[]> {
  if (rows.length === 0) return [];
  const accounts = rows.map(({ account }) => account);
  const found = await db
    .selectFrom("balances")
    .select(["account", "balance"])
    .where("account", "in", accounts)
    .execute();
  const balances = new Map(found.map(({ account, balance }) => [account, BigInt(balance)]));
  const loans = await db
    .selectFrom("loans")
    .selectAll()
    .where("account", "in", accounts)
    .where("state", "=", "active")
    .execute();
  const due = await dueOf(db, loans, now);
  const byAccount = Map.groupBy(loans, ({ account }) => account);
  return rows.map((row) => {
    const balance = balances.get(row.account) ?? 0n;
    const pledged = byAccount.get(row.account) ?? [];
    const taken = pledged.reduce((sum, { id }) => sum + (due.get(id) ?? 0n), 0n);
    return {
      ...{ account: checksum(row.account), owner: checksum(row.owner), pendingOwner: checksumOrNull(row.pendingOwner) },
      ...{ balance: String(balance), withdrawable: String(balance > taken ? balance - taken : 0n) },
      ...{ withdrawn: digits(row.withdrawn), loans: pledged.map(({ id }) => id) },
      ...{ createdAt: row.createdAt, createdIn: row.createdIn, createdBlock: row.createdBlock },
      ...{ createdLogIndex: row.createdLogIndex, transferredAt: row.transferredAt },
    };
  });
}

/** What stays in the payout account for each loan: what its orders paid, up to what is owed, and what else is overdue. */
async function dueOf(db: Snapshot, loans: readonly LoanRow[], now: number): Promise<Map<string, bigint>> {
  const pledges = await readPledges(
    db,
    loans.map(({ id }) => id),
  );
  return new Map(
    loans.map((loan) => {
      const { status, fromOrders, overdue } = loanStandingAt(loan, pledges.get(loan.id) ?? [], now);
      const isDue = loan.income === 1 && status === "overdue" && overdue > fromOrders;
      return [loan.id, fromOrders + (isDue ? overdue - fromOrders : 0n)];
    }),
  );
}

const ORDER: Order = { by: { createdAt: "integer", account: "text" }, direction: "desc" };

export const payoutAccounts = list({
  path: "/payout-accounts",
  tag: "Credit",
  summary: "Payout accounts, the newest first",
  input: {
    owner: addressParam.optional().describe("Only of this owner."),
    pendingOwner: addressParam.optional().describe("Only those that are offered to this account."),
  },
  item: payoutAccount,
  answer: async (question) => {
    const { db, at } = question;
    const { owner, pendingOwner } = question.input;
    const all = db
      .selectFrom("payoutAccounts")
      .selectAll()
      .$if(owner !== undefined, (query) => query.where("owner", "=", owner as string))
      .$if(pendingOwner !== undefined, (query) => query.where("pendingOwner", "=", pendingOwner as string));
    const { items, next } = await mergedPage(question, [all], ORDER, (row) => row);
    return { items: await toPayoutAccounts(db, items, at.time), next };
  },
});

export const payoutAccountByAddress = one({
  path: "/payout-accounts/{address}",
  tag: "Credit",
  summary: "One payout account",
  input: { address: addressParam.describe("The payout account.") },
  data: payoutAccount,
  answer: async ({ db, input, at }) => {
    const { address: account } = input;
    const row = await db.selectFrom("payoutAccounts").selectAll().where("account", "=", account).executeTakeFirst();
    const [found] = row === undefined ? [] : await toPayoutAccounts(db, [row], at.time);
    if (found === undefined) throw notFound("payout account", account);
    return found;
  },
});
