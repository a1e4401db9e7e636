import { expect } from "chai";
import { ZeroAddress, ZeroHash } from "ethers";
import { connection } from "../../fixtures/chain.js";
import type { Deal } from "../../fixtures/deals.js";
import { INITIAL_SUPPLY } from "../../fixtures/system.js";
import { collectableOf, debtOf, pledgeOf, withdrawableOf } from "../../model/credit/securities.js";
import { idOfLoan, type Loan } from "../../model/credit/terms.js";
import type { CreditStage } from "./stage.js";

/** So many loans and deals are read with one call, which has a limit of gas. */
const CHUNK = 20;

type Named = readonly [name: string, value: bigint];

/**
 * Compares the balances of all, every payout account, and these loans and deals. A loan is compared with all that
 * `loanOf`, `owedOf`, `collectableOf` and `ordersOf` return, an account with `withdrawableOf` and `loansOf`.
 */
export async function compareCredit(stage: CreditStage, loans: readonly Loan[], deals: readonly Deal[]): Promise<void> {
  for (let i = 0; i === 0 || i < Math.max(loans.length, deals.length); i += CHUNK) {
    await compareSome(stage, loans.slice(i, i + CHUNK), deals.slice(i, i + CHUNK));
  }
}

async function compareSome(stage: CreditStage, loans: readonly Loan[], deals: readonly Deal[]): Promise<void> {
  const { reader, ledger, payoutAccounts } = stage;
  const ids = loans.map(idOfLoan);
  const accounts = payoutAccounts.map(({ address }) => address);
  const orders = deals.map((deal) => ledger.book.hashes.idOf(deal));
  const payees = deals.map((deal) => deal.payee);
  const data = reader.interface.encodeFunctionData("books", [ids, accounts, orders, payees]);
  expectSame(await read(reader.target, data), [
    ["time", ledger.book.now],
    ["fee", ledger.fee],
    ...ids.flatMap((id) => loanWords(stage, id)),
    ...accounts.flatMap((account) => accountWords(stage, account)),
    ...deals.map(({ payee }, i): Named => {
      const order = orders[i] ?? ZeroHash;
      return [`pledge of ${order}`, BigInt(pledgeOf(ledger, payee, order))];
    }),
  ]);
}

/** Compares the balance of everyone, and the escrows of these deals. Nothing may be anywhere else. */
export async function compareBalances(stage: CreditStage, deals: readonly Deal[]): Promise<void> {
  const { book, holders, coin, hub } = stage;
  const escrows = deals.map((deal) => book.hashes.idOf(deal));
  const expected: Named[] = [
    ...holders.map((holder): Named => [`balance of ${holder}`, book.coin.balanceOf(holder)]),
    ...escrows.flatMap((id): Named[] => {
      const { funded, paid, markedAt, status } = book.escrow(id);
      return [
        [`funded of ${id}`, funded],
        [`paid of ${id}`, paid],
        [`markedAt of ${id}`, markedAt],
        [`status of ${id}`, status],
      ];
    }),
  ];
  const balances = await Promise.all(
    holders.map((holder) => read(coin.target, coin.interface.encodeFunctionData("balanceOf", [holder]))),
  );
  const states = await Promise.all(
    escrows.map((id) => read(hub.target, hub.interface.encodeFunctionData("escrowOf", [id]))),
  );
  const words = [...balances.flat(), ...states.flat()];
  expectSame(words, expected);
  const sum = balances.flat().reduce((total, balance) => total + balance, 0n);
  expect(sum, "sum of all balances").to.equal(INITIAL_SUPPLY);
}

/** `loanOf`, then `owedOf`, `collectableOf` and the orders. */
function loanWords({ ledger }: CreditStage, id: string): Named[] {
  const loan = ledger.loan(id);
  const status = ledger.statusOf(id);
  const flag = (value: boolean) => (value ? 1n : 0n);
  const { owed, overdue } = debtOf(ledger, id);
  const { sources, ends } = collectableOf(ledger, id);
  const [fromOrders, fromAllowance, fromIncome, fromCollateral] = sources;
  const orders = loan?.orders ?? [];
  return Object.entries({
    lender: BigInt(loan?.terms.lender ?? ZeroAddress),
    amount: loan?.terms.amount ?? 0n,
    borrower: BigInt(loan?.borrower ?? ZeroAddress),
    collateral: loan?.collateral ?? 0n,
    account: BigInt(loan?.terms.account ?? ZeroAddress),
    collectedFromOrders: loan?.fromOrders ?? 0n,
    principal: loan?.principal ?? 0n,
    charges: loan?.charges ?? 0n,
    accruedAt: loan?.accruedAt ?? 0n,
    status,
    rate: loan?.terms.rate ?? 0n,
    lateRate: loan?.terms.lateRate ?? 0n,
    due: loan?.terms.due ?? 0n,
    lapsesAt: loan?.lapsesAt ?? 0n,
    period: loan?.terms.period ?? 0n,
    grace: loan?.terms.grace ?? 0n,
    instalments: loan?.terms.instalments ?? 0n,
    pull: flag(loan?.terms.pull ?? false),
    income: flag(loan?.terms.income ?? false),
    owed,
    overdue,
    fromOrders,
    fromAllowance,
    fromIncome,
    fromCollateral,
    ends: flag(ends),
    // The place of the list, as the ABI has it.
    offset: 32n,
    orders: BigInt(orders.length),
    ...Object.fromEntries(
      orders.flatMap((order, i) => [
        [`order ${i}`, BigInt(order.id)],
        [`paidBefore of order ${i}`, order.paidBefore],
        [`feeBps of order ${i}`, order.feeBps],
      ]),
    ),
  }).map(([name, value]) => [`${name} of loan ${id}`, value]);
}

function accountWords({ ledger }: CreditStage, account: string): Named[] {
  const { owner, pendingOwner, incomeLoan, orderLoans } = ledger.account(account);
  return Object.entries({
    incomeLoan: BigInt(incomeLoan),
    orderLoans: BigInt(orderLoans.length),
    orderLoanIds: xor(orderLoans),
    owner: BigInt(owner),
    pendingOwner: BigInt(pendingOwner),
    withdrawable: withdrawableOf(ledger, account),
    allowanceForCredit: 0n,
    allowanceForHub: 0n,
    balance: ledger.book.coin.balanceOf(account),
  }).map(([name, value]) => [`${name} of account ${account}`, value]);
}

function xor(ids: readonly string[]): bigint {
  return ids.reduce((all, id) => all ^ BigInt(id), 0n);
}

function expectSame(words: readonly bigint[], expected: readonly Named[]): void {
  expect(words.length, "number of words").to.equal(expected.length);
  const others = expected.flatMap(([name, value], i) => {
    return words[i] === value ? [] : [`${name}: ${String(words[i])} instead of ${String(value)}`];
  });
  expect(others).to.deep.equal([]);
}

/** The words that a view returns. The reader returns bytes, with their place and length in front. */
async function read(to: unknown, data: string): Promise<bigint[]> {
  const answer: unknown = await connection.provider.request({ method: "eth_call", params: [{ to, data }, "latest"] });
  const words = (String(answer).slice(2).match(/.{64}/g) ?? []).map((word) => BigInt(`0x${word}`));
  return words[0] === 32n && words[1] === BigInt(words.length - 2) * 32n ? words.slice(2) : words;
}
