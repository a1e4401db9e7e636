import { expect } from "chai";
import { ZeroHash } from "ethers";
import { expectChanges } from "../../fixtures/balances.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import {
  advanceOf,
  COLLECTION_PERIOD,
  creditFixture,
  loanOf,
  MAX_GRACE,
  MAX_RATE,
  MAX_TERM,
  MAX_UINT256,
  MAX_UINT96,
  now,
  openOrder,
  release,
  signLoan,
  taken,
  type CreditSystem,
  type Loan,
} from "../../fixtures/credit.js";
import { packed } from "../../fixtures/deals.js";

const { time } = networkHelpers;
const UNIT = 10n ** 18n;

/** The highest terms that there are: all coins, at the highest charge and rates, over the longest time. */
const HIGHEST = {
  amount: MAX_UINT96,
  charge: (MAX_UINT96 * 3n) / 10n,
  rate: MAX_RATE,
  lateRate: MAX_RATE,
} as const satisfies Partial<Loan>;

/** Credit for a coin of which the lender holds all 2**96 - 1 base units, and the payer none. */
async function fullFixture(): Promise<CreditSystem> {
  const system = await creditFixture();
  const { owner, treasury, registry, lender, payer, provider } = system;
  const coin = await ethers.deployContract("ServiceCoin", [owner, lender, MAX_UINT96, MAX_UINT96]);
  const hub = await ethers.deployContract("PaymentHub", [owner, coin, treasury]);
  const implementation = await ethers.deployContract("PayoutAccount", [coin, hub, registry]);
  const credit = await ethers.deployContract("Credit", [owner, coin, hub, treasury, implementation]);
  await coin.connect(lender).approve(credit, MAX_UINT256);
  await coin.connect(payer).approve(hub, MAX_UINT256);
  await coin.connect(provider).approve(credit, MAX_UINT256);
  await credit.connect(provider).createAccount(ZeroHash);
  const accountAddress = await credit.accountOf(provider, ZeroHash);
  const account = (await ethers.getContractAt("PayoutAccount", accountAddress)).connect(provider);
  return { ...system, coin, hub, implementation, credit, account, accountAddress };
}

/** Takes a loan that is due after the longest term and the longest grace period. */
async function takenForLongest(system: CreditSystem, terms: Partial<Loan> = {}): Promise<Loan> {
  const second = (await now()) + 100n;
  const loan = await loanOf(system, { ...HIGHEST, due: second + MAX_TERM, grace: MAX_GRACE, ...terms });
  const signature = await signLoan(system, loan);
  await time.setNextBlockTimestamp(second);
  await system.credit.connect(system.provider).take(loan, [], signature);
  return loan;
}

/** Interest at the highest rate on all coins. */
function interestOf(seconds: bigint): bigint {
  return (MAX_UINT96 * MAX_RATE * seconds) / UNIT;
}

describe("Credit, the highest values", () => {
  it("owes charge and interest of seven years without an overflow, and collects every coin", async () => {
    const system = await networkHelpers.loadFixture(fullFixture);
    const { credit, coin, lender, provider } = system;
    const loan = await takenForLongest(system, { pull: true });
    const id = await credit.idOf(loan);
    const owed = MAX_UINT96 + HIGHEST.charge + interestOf(MAX_TERM + COLLECTION_PERIOD - 1n);
    await time.setNextBlockTimestamp(loan.due + COLLECTION_PERIOD - 1n);
    expect(await credit.owedOf(id, { blockTag: "pending" })).to.deep.equal([owed, owed]);
    await expectChanges(credit.collect(id), coin, [lender, provider], [MAX_UINT96, -MAX_UINT96]);
    const { charges, principal } = await credit.loanOf(id);
    expect([charges, principal]).to.deep.equal([owed - 2n * MAX_UINT96, MAX_UINT96]);
    await time.increase(1);
    const [left] = await credit.owedOf(id);
    expect(left).to.equal(owed - MAX_UINT96 + interestOf(1n));
    await expect(credit.collect(id)).to.emit(credit, "LoanEnded").withArgs(id, 3n, left, 0n);
  });

  it("divides all coins into as many instalments as there can be", async () => {
    const system = await networkHelpers.loadFixture(fullFixture);
    const { credit } = system;
    const instalments = 65_535n;
    const start = await now();
    const due = start + 1_000n;
    const rates = { rate: 0n, lateRate: 0n };
    const loan = await loanOf(system, { ...HIGHEST, ...rates, charge: 0n, due, period: 60n, instalments });
    const id = await taken(system, loan);
    for (const passed of [1n, 2n, 40_000n, instalments - 1n, instalments]) {
      await time.setNextBlockTimestamp(due + 60n * passed);
      const overdue = MAX_UINT96 - (MAX_UINT96 * (instalments - passed)) / instalments;
      expect(await credit.owedOf(id, { blockTag: "pending" })).to.deep.equal([MAX_UINT96, overdue]);
    }
  });

  it("advances all coins but one on an order of all coins but one", async () => {
    const system = await networkHelpers.loadFixture(fullFixture);
    const { credit, coin, hub, payer, lender, provider, accountAddress } = system;
    const price = MAX_UINT96 - 1n;
    await coin.connect(lender).transfer(payer, price);
    const deal = await openOrder(system, { price, deadline: (await now()) + MAX_TERM });
    const terms = { ...HIGHEST, amount: 1n, charge: 0n, cover: price };
    const id = await taken(system, await advanceOf(system, [deal], terms), [deal]);
    await release(system, deal, price);
    expect((await hub.escrowOf(await hub.idOf(packed(deal)))).paid).to.equal(price);
    await expectChanges(credit.collect(id), coin, [lender, accountAddress], [1n, -1n]);
    expect(await credit.withdrawableOf(accountAddress)).to.equal(price - 1n);
    expect(await coin.balanceOf(provider)).to.equal(1n);
  });

  it("takes all income of an account for a loan of all coins", async () => {
    const system = await networkHelpers.loadFixture(fullFixture);
    const { credit, coin, lender, provider, accountAddress } = system;
    const loan = await takenForLongest(system, { account: accountAddress, income: true });
    const id = await credit.idOf(loan);
    await coin.connect(provider).transfer(accountAddress, MAX_UINT96);
    await time.increaseTo(loan.due + MAX_GRACE + 1n);
    expect(await credit.withdrawableOf(accountAddress)).to.equal(0n);
    await expectChanges(credit.collect(id), coin, [lender, accountAddress], [MAX_UINT96, -MAX_UINT96]);
  });

  it("keeps all coins but one as collateral for a loan of one, whose charges outgrow nothing", async () => {
    const system = await networkHelpers.loadFixture(fullFixture);
    const { credit, coin, lender, provider } = system;
    const collateral = MAX_UINT96 - 1n;
    await coin.connect(lender).transfer(provider, collateral);
    const loan = await takenForLongest(system, { amount: 1n, charge: 0n, collateral });
    const id = await credit.idOf(loan);
    await time.increaseTo(loan.due + COLLECTION_PERIOD);
    // One unit doubles in more than a year; over seven years it owes six units of interest, rounded down.
    const [owed] = await credit.owedOf(id);
    expect(owed).to.equal(1n + (MAX_RATE * (loan.due + COLLECTION_PERIOD - (loan.due - MAX_TERM))) / UNIT);
    await expectChanges(credit.collect(id), coin, [lender, provider, credit], [owed, collateral - owed, -collateral]);
  });
});
