import { expect } from "chai";
import { MaxUint256 } from "ethers";
import { readBalance } from "../../packages/sdk/src/coin/index.js";
import { parseScv } from "../../packages/sdk/src/core/amounts.js";
import type { Client } from "../../packages/sdk/src/core/client.js";
import {
  createPayoutAccount,
  draftLoan,
  signLoanOffer,
  takeLoan,
  type LoanDraft,
} from "../../packages/sdk/src/credit/index.js";
import { draftOrder, openOrder, releaseOrder } from "../../packages/sdk/src/orders/index.js";
import { DAY } from "../fixtures/dueThings.js";
import { EVERYTHING, withKeepers } from "../fixtures/keeper.js";
import { onANode } from "../fixtures/live.js";

const AMOUNT = parseScv("0.01");
/** More than two years after a due date. */
const LAPSED = 800 * DAY;

onANode("keeper: loans", (live) => {
  const kept = withKeepers(live);
  let [lender, borrower]: Client[] = [];

  /** The borrower takes an offer of the lender. Returns the loan's id. */
  async function lend(draft: Partial<LoanDraft>): Promise<string> {
    const [from, to] = [lender as Client, borrower as Client];
    for (const { coin, addresses } of [from, to]) await (await coin.approve(addresses.Credit, MaxUint256)).wait();
    const offer = await signLoanOffer(from, await draftLoan(from, { amount: AMOUNT, ...draft }));
    return (await takeLoan(to, offer)).loanId;
  }

  async function statesOf(loans: readonly string[]): Promise<bigint[]> {
    const { credit } = lender as Client;
    return Promise.all(loans.map(async (loan) => (await credit.loanOf(loan)).status));
  }

  const [ACTIVE, ENDED] = [1n, 2n];

  beforeEach(async () => {
    [lender, borrower] = [await live().client("bob"), await live().client("dave")];
  });

  it("collects what is overdue for the lender, once, and leaves what is not secured or not due", async () => {
    const dates = { dueWithin: BigInt(DAY), grace: 3_600n };
    const pulled = await lend({ ...dates, pull: true, yearlyBps: 1_000n });
    const deposited = await lend({ ...dates, collateral: AMOUNT / 2n });
    const unsecured = await lend(dates);
    const later = await lend({ dueWithin: BigInt(30 * DAY), pull: true });
    const loans = [pulled, deposited, unsecured, later];
    const keeper = await kept().keeper("stranger", { ...EVERYTHING, duties: ["collectLoans"] });
    await live().pass(DAY);
    await kept().follow();
    expect(await keeper.round(), "in the grace period").to.include({ due: 0, done: 0 });
    await live().pass(2 * 3_600);
    await kept().follow();
    const account = live().wallet("bob").address;
    const before = await readBalance(lender as Client, { account });
    expect(await keeper.round()).to.include({ due: 2, done: 2, transactions: 2, failed: 0, reverted: 0 });
    expect(await statesOf(loans)).to.deep.equal([ENDED, ACTIVE, ACTIVE, ACTIVE]);
    expect((await readBalance(lender as Client, { account })) - before).to.be.above(AMOUNT + AMOUNT / 2n);
    await kept().follow();
    expect(await keeper.round(), "nothing is left to collect").to.include({ due: 0, done: 0, transactions: 0 });
  });

  it("collects what pledged orders paid, and ends loans that have lapsed", async () => {
    const [payer, owner] = [await live().client("carol"), borrower as Client];
    const { account } = await createPayoutAccount(owner, {});
    const deal = await draftOrder(payer, { payee: account, price: 3n * AMOUNT });
    await (await payer.coin.approve(payer.addresses.PaymentHub, MaxUint256)).wait();
    await openOrder(payer, { deal });
    const advance = await lend({ orders: [deal], charge: AMOUNT / 10n });
    const old = await lend({ dueWithin: BigInt(DAY) });
    const keeper = await kept().keeper("stranger", { ...EVERYTHING, duties: ["collectLoans"] });
    await kept().follow();
    expect(await keeper.round(), "the order has paid nothing yet").to.include({ due: 0, done: 0 });
    await releaseOrder(payer, { deal, total: AMOUNT / 2n });
    await kept().follow();
    expect(await keeper.round()).to.include({ due: 1, done: 1, failed: 0 });
    expect(await statesOf([advance])).to.deep.equal([ACTIVE]);
    await releaseOrder(payer, { deal, total: 2n * AMOUNT });
    await kept().follow();
    expect(await keeper.round()).to.include({ due: 1, done: 1, failed: 0 });
    expect(await statesOf([advance, old])).to.deep.equal([ENDED, ACTIVE]);
    await live().pass(LAPSED);
    await kept().follow();
    expect(await keeper.round(), "lapsed").to.include({ due: 1, done: 1, failed: 0 });
    expect(await statesOf([old])).to.deep.equal([ENDED]);
  });

  it("works for the lenders that the policy names", async () => {
    await lend({ dueWithin: BigInt(DAY), pull: true });
    await live().pass(2 * DAY);
    await kept().follow();
    const dueFor = async (who: "bob" | "dave") => {
      const policy = { ...EVERYTHING, dryRun: true, for: [live().wallet(who).address] };
      const keeper = await kept().keeper("stranger", policy);
      const { due } = await keeper.round();
      await keeper.stop();
      return due;
    };
    expect([await dueFor("bob"), await dueFor("dave")]).to.deep.equal([1, 0]);
  });
});
