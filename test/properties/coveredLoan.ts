import { expect } from "chai";
import { parseEther, ZeroAddress, ZeroHash } from "ethers";
import { ethers, networkHelpers } from "../fixtures/chain.js";
import { packed } from "../fixtures/deals.js";
import { ALL, hubFixture, MAX_UINT256, orderOf } from "../fixtures/hub.js";
import { domainOf } from "../fixtures/signatures.js";
import { DAY } from "../fixtures/system.js";
import { hashOrders, idOfLoan, LOAN_TYPES, MAX_RATE, type Loan } from "../model/credit/terms.js";

const LENT = parseEther("4");
const PRICE = parseEther("10");

/** The payer of the orders is also the customer of the payee, who owns a payout account; the sponsor lends. */
async function creditFixture() {
  const system = await hubFixture();
  const { coin, hub, treasury, owner, payee, sponsor, stranger } = system;
  const implementation = await ethers.deployContract("PayoutAccount", [coin, hub, stranger]);
  const credit = await ethers.deployContract("Credit", [owner, coin, hub, treasury, implementation]);
  await credit.connect(payee).createAccount(ZeroHash);
  const account = await ethers.getContractAt("PayoutAccount", await credit.accountOf(payee, ZeroHash));
  await coin.connect(sponsor).approve(credit, MAX_UINT256);
  return { ...system, credit, account };
}

type System = Awaited<ReturnType<typeof creditFixture>>;

/** Opens an order of 10 SCV for the account and takes a loan of 4 SCV on it. */
async function pledgeOrder(system: System, ref: string, terms: Partial<Loan> = {}) {
  const { credit, account, hub, payer, payee, sponsor } = system;
  const deal = await orderOf(system, { payee: await account.getAddress(), arbiter: ZeroAddress, price: PRICE, ref });
  await hub.connect(payer).open(packed(deal), PRICE, "0x");
  const loan: Loan = {
    lender: sponsor.address,
    borrower: payee.address,
    account: await account.getAddress(),
    amount: LENT,
    charge: 0n,
    rate: MAX_RATE,
    lateRate: MAX_RATE,
    due: 0n,
    period: 0n,
    instalments: 0n,
    grace: 0n,
    collateral: 0n,
    pull: false,
    income: false,
    cover: PRICE,
    feeBps: 0n,
    orders: hashOrders([await hub.idOf(packed(deal))]),
    validUntil: deal.deadline,
    ref,
    ...terms,
  };
  const signature = await sponsor.signTypedData(await domainOf(credit), LOAN_TYPES, { ...loan });
  await credit.connect(payee).take(loan, [packed(deal)], signature);
  return { deal, id: idOfLoan(loan) };
}

describe("Loans whose orders have paid more than is owed", () => {
  describe("given two advances of one account, of which the orders of one have paid", () => {
    it("pays the lender before the owner, so that a year of interest takes nothing of the other", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { coin, credit, account, hub, payer, payee, sponsor, stranger } = system;
      const one = await pledgeOrder(system, ethers.id("one"));
      const other = await pledgeOrder(system, ethers.id("other"));
      await hub.connect(payer).release(packed(one.deal), ALL);
      const lent = await coin.balanceOf(sponsor);
      await account.connect(payee).withdraw(payee, MAX_UINT256);

      const received = (await coin.balanceOf(sponsor)) - lent;
      expect(received > LENT && received < LENT + LENT / 1000n, "principal and a minute of interest").to.equal(true);
      expect(await coin.balanceOf(account)).to.equal(0n);
      expect((await credit.loanOf(one.id)).status).to.equal(2n);

      await networkHelpers.time.increase(365 * DAY);
      await hub.connect(payer).release(packed(other.deal), ALL);
      await credit.connect(stranger).collect(other.id);
      expect((await credit.loanOf(other.id)).status).to.equal(2n);
      expect(await credit.withdrawableOf(account)).to.equal(await coin.balanceOf(account));
    });
  });

  describe("given a loan with an order and the income, all of it overdue", () => {
    it("keeps what is overdue from the owner once, not once for the order and once for the income", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { coin, credit, account, hub, payer } = system;
      const due = BigInt(await networkHelpers.time.latest()) + BigInt(DAY);
      const rates = { rate: 0n, lateRate: 0n };
      const { deal } = await pledgeOrder(system, ethers.id("due"), { ...rates, due, instalments: 1n, income: true });
      await hub.connect(payer).release(packed(deal), parseEther("3"));
      await coin.connect(payer).transfer(account, parseEther("5"));
      await networkHelpers.time.increaseTo(due + 1n);
      // Of the 8 SCV, 3 come from the order and 1 from the income.
      expect(await credit.withdrawableOf(account)).to.equal(parseEther("4"));
    });
  });
});
