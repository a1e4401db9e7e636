import { expect } from "chai";
import { ZeroHash } from "ethers";
import { at } from "../../fixtures/at.js";
import { expectChanges } from "../../fixtures/balances.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import {
  advanceOf,
  creditFixture,
  incomePledgeOf,
  LoanEnd,
  loanOf,
  MAX_RATE,
  MAX_UINT256,
  now,
  openOrder,
  pledgeOf,
  release,
  SCV,
  taken,
  take,
} from "../../fixtures/credit.js";
import { packed } from "../../fixtures/deals.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { ALL, PROOF, REASON } from "../../fixtures/hub.js";
import { DAY } from "../../fixtures/system.js";

const { time } = networkHelpers;

describe("Credit, attacks", () => {
  describe("given a false payout account", () => {
    it("accepts no contract but its own clones", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, hub, treasury, owner, implementation, provider } = system;
      const other = await ethers.deployContract("Credit", [owner, coin, hub, treasury, implementation]);
      await other.connect(provider).createAccount(ZeroHash);
      const foreign = await other.accountOf(provider, ZeroHash);
      // A clone of the same implementation and a wallet that the borrower controls.
      const wallet = await ethers.deployContract("SmartWallet", [provider]);
      for (const account of [foreign, await wallet.getAddress(), await implementation.getAddress()]) {
        const deal = await openOrder(system, { payee: account, ref: ethers.id(account) });
        const income = await loanOf(system, { account, income: true });
        const orders = await advanceOf(system, [deal], { account });
        await expectRevert(take(system, income), credit, "CreditUnknownAccount", [account]);
        await expectRevert(take(system, orders, [deal]), credit, "CreditUnknownAccount", [account]);
      }
    });
  });

  describe("given a lender that is a contract", () => {
    it("cannot take part in the signature check by calling back", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, lender, provider } = system;
      const wallet = await ethers.deployContract("GreedyWallet");
      const loan = await loanOf(system, { lender: await wallet.getAddress() });
      // The wallet signs whatever it is asked, and tries to void the same offer meanwhile.
      await wallet.setCall(credit, credit.interface.encodeFunctionData("voidOffer", [loan]));
      await coin.connect(lender).transfer(wallet, SCV);
      await expectRevert(credit.connect(provider).take(loan, [], "0x"), coin, "ERC20InsufficientAllowance", [
        credit.target,
        0n,
        SCV,
      ]);
      expect((await credit.loanOf(await credit.idOf(loan))).status).to.equal(0n);
    });

    it("cannot refuse a repayment or a collection, because it is not called", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, lender, provider } = system;
      // A call that tells the wallet of a transfer would revert, because it has no such function.
      const wallet = await ethers.deployContract("SmartWallet", [lender]);
      const approval = coin.interface.encodeFunctionData("approve", [await credit.getAddress(), MAX_UINT256]);
      await wallet.execute([coin], [approval]);
      await coin.connect(lender).transfer(wallet, SCV);
      await coin.connect(provider).approve(credit, MAX_UINT256);
      const loan = await loanOf(system, { lender: await wallet.getAddress(), pull: true });
      const id = await taken(system, loan);
      await expectChanges(credit.connect(provider).repay(id, 5n), coin, [wallet], [5n]);
      await time.increaseTo(loan.due + 1n);
      await expectChanges(credit.collect(id), coin, [wallet], [SCV - 5n]);
    });
  });

  describe("given a provider and a customer in collusion", () => {
    // Not secured, as the documents say: an order is worth what its payer and its arbiter are.
    it("lose the lender what the arbiter awards to the payer", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, hub, account, payer, arbiter, lender } = system;
      const deal = await openOrder(system);
      const id = await taken(system, await advanceOf(system, [deal]), [deal]);
      await account.deliver(packed(deal), PROOF);
      await hub.connect(payer).dispute(packed(deal), REASON);
      await hub.connect(arbiter).resolve(packed(deal), 0n);
      const collecting = credit.collect(id);
      await expectChanges(collecting, coin, [lender], [0n]);
      await expect(collecting).to.emit(credit, "LoanEnded").withArgs(id, LoanEnd.Exhausted, SCV, 0n);
    });

    it("lose the lender an order that is never delivered, and no earlier than its deadline", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, hub, payer } = system;
      const deal = await openOrder(system);
      const order = await hub.idOf(packed(deal));
      const id = await taken(system, await advanceOf(system, [deal]), [deal]);
      await time.setNextBlockTimestamp(deal.deadline);
      await expectRevert(hub.connect(payer).refund(packed(deal), ALL), hub, "HubTooEarly", [0n, order, deal.deadline]);
      await time.increaseTo(deal.deadline + 1n);
      await hub.connect(payer).refund(packed(deal), ALL);
      await expect(credit.collect(id)).to.emit(credit, "LoanEnded").withArgs(id, LoanEnd.Exhausted, SCV, 0n);
    });
  });

  describe("given a borrower who moves just before the collection", () => {
    it("cannot make it fail by lowering the allowance or the balance: it takes what is there", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, provider, lender, stranger } = system;
      await coin.connect(provider).approve(credit, MAX_UINT256);
      const loan = await loanOf(system, { pull: true, collateral: SCV / 2n });
      const id = await taken(system, loan);
      await time.increaseTo(loan.due + 1n);
      expect(await credit.collectableOf(id)).to.deep.equal([[0n, SCV, 0n, 0n], true]);
      await coin.connect(provider).approve(credit, 3n);
      await coin.connect(provider).transfer(stranger, (await coin.balanceOf(provider)) - 2n);
      await expectChanges(credit.collect(id), coin, [lender, provider, credit], [SCV / 2n + 2n, -2n, -SCV / 2n]);
    });

    it("cannot make it fail by repaying all but one unit", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, provider, lender } = system;
      await coin.connect(provider).approve(credit, MAX_UINT256);
      const loan = await loanOf(system, { pull: true });
      const id = await taken(system, loan);
      await time.increaseTo(loan.due + 1n);
      await credit.connect(provider).repay(id, SCV - 1n);
      await expectChanges(credit.collect(id), coin, [lender], [1n]);
    });
  });

  describe("given repayments of dust", () => {
    it("save the borrower less than one base unit of interest each", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, sponsor } = system;
      await coin.connect(sponsor).approve(credit, MAX_UINT256);
      const terms = { rate: MAX_RATE, lateRate: MAX_RATE, charge: 100n };
      const id = await taken(system, await loanOf(system, terms));
      const start = await now();
      const count = 20n;
      for (let i = 0n; i < count; i++) await credit.connect(sponsor).repay(id, 1n);
      const full = SCV + 100n - count + (SCV * MAX_RATE * ((await now()) - start)) / 10n ** 18n;
      const [owed] = await credit.owedOf(id);
      expect(owed <= full && owed > full - count).to.equal(true);
    });
  });

  describe("given coins that are sent straight to Credit", () => {
    it("are nobody's: they repay nothing, and collateral returns as it was deposited", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, payer, provider } = system;
      await coin.connect(provider).approve(credit, MAX_UINT256);
      const loan = await loanOf(system, { collateral: 10n });
      const id = await taken(system, loan);
      await coin.connect(payer).transfer(credit, SCV);
      expect(await credit.owedOf(id)).to.deep.equal([SCV, 0n]);
      await expectChanges(credit.connect(provider).repay(id, SCV), coin, [credit], [-10n]);
      expect(await coin.balanceOf(credit)).to.equal(SCV);
    });
  });

  describe("given an account that was promised to a friend", () => {
    it("cannot be pledged to the friend first, and its income to a lender later", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, rival, lender, accountAddress } = system;
      // The friend lends one unit on every order that there is.
      await coin.connect(lender).transfer(rival, 10n);
      const deal = await openOrder(system);
      const friend = { ...system, lender: rival };
      await coin.connect(rival).approve(credit, MAX_UINT256);
      const id = await taken(friend, await advanceOf(friend, [deal], { amount: 1n }), [deal]);
      const loan = await loanOf(system, incomePledgeOf(system));
      await expectRevert(take(system, loan), credit, "CreditAccountPledged", [accountAddress, id]);
    });
  });

  describe("given a hub whose fee rises", () => {
    it("still counts pledged orders at the fee of their terms", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, hub, owner, lender } = system;
      const deal = await openOrder(system);
      const id = await taken(system, await advanceOf(system, [deal], { cover: deal.price }), [deal]);
      await hub.connect(owner).setFee(100n);
      await release(system, deal, SCV);
      await expectChanges(credit.collect(id), coin, [lender], [SCV]);
    });
  });

  describe("given an account with as many pledges as it can have", () => {
    it("still lets the owner withdraw, and each lender collect, within a block", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, payer, account, provider, accountAddress } = system;
      const ids: string[] = [];
      const orders = [];
      for (let loan = 0; loan < 8; loan++) {
        const deals = [];
        for (let i = 0; i < 16; i++) {
          deals.push(await openOrder(system, { price: 1_000n, ref: ethers.id(`invoice ${loan} ${i}`) }));
        }
        ids.push(await taken(system, await advanceOf(system, deals, { amount: 16_000n }), deals));
        for (const deal of deals) await release(system, deal, 999n);
        orders.push(...deals);
      }
      await coin.connect(payer).transfer(accountAddress, 5n);
      const withdrawn = await (await account.withdraw(provider, ALL)).wait();
      expect(withdrawn?.gasUsed).to.be.lessThan(3_000_000n);
      const collected = await (await credit.collect(at(ids, 7))).wait();
      expect(collected?.gasUsed).to.be.lessThan(500_000n);
      for (const deal of orders) await release(system, deal, 1_000n);
      await coin.connect(payer).transfer(accountAddress, 5n);
      // This one collects all eight first.
      const last = await (await account.withdraw(provider, ALL)).wait();
      expect(last?.gasUsed).to.be.lessThan(6_000_000n);
      expect(await coin.balanceOf(accountAddress)).to.equal(0n);
    });
  });

  describe("given a pledge of both orders and income", () => {
    it("cannot be robbed by withdrawing before the collection", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, payer, account, provider, lender, accountAddress } = system;
      const deal = await openOrder(system);
      const rates = { rate: MAX_RATE, lateRate: MAX_RATE };
      const loan = await loanOf(system, { ...(await pledgeOf(system, [deal])), income: true, ...rates });
      const id = await taken(system, loan, [deal]);
      await release(system, deal, SCV / 2n);
      await coin.connect(payer).transfer(accountAddress, 3n * SCV);
      await time.increaseTo(loan.due + 1n);
      await account.withdraw(provider, ALL);
      await time.increase(DAY);
      // What accrued since is more than the account holds, and the collection takes the rest.
      const all = await coin.balanceOf(accountAddress);
      await expectChanges(credit.collect(id), coin, [lender, accountAddress], [all, -all]);
      const [owed] = await credit.owedOf(id);
      expect(owed > 0n && owed < SCV / 100n).to.equal(true);
    });
  });
});
