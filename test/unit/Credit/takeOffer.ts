import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { Answering } from "../../fixtures/coin.js";
import {
  creditFixture,
  loanData,
  loanOf,
  LoanStatus,
  MAX_UINT256,
  SCV,
  signLoan,
  take,
  taken,
  type CreditSystem,
} from "../../fixtures/credit.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { domainOf, mirrored, sign, withParity } from "../../fixtures/signatures.js";

const { time } = networkHelpers;

/** A lender that is a smart wallet of the lender's key, with 3 SCV and an allowance for Credit. */
async function walletFixture() {
  const system = await creditFixture();
  const { coin, credit, lender } = system;
  const wallet = await ethers.deployContract("SmartWallet", [lender]);
  await coin.connect(lender).transfer(wallet, 3n * SCV);
  const approval = coin.interface.encodeFunctionData("approve", [await credit.getAddress(), MAX_UINT256]);
  await wallet.execute([coin], [approval]);
  return { ...system, wallet };
}

/** Takes the offer with any signature. */
async function takeWith({ credit, provider }: CreditSystem, loan: Parameters<typeof signLoan>[1], signature: string) {
  return credit.connect(provider).take(loan, [], signature);
}

describe("Credit.take, the offer", () => {
  describe("given its validity", () => {
    it("is taken in its last second, and not in the next one", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit } = system;
      const [first, second] = [await loanOf(system), await loanOf(system, { ref: ethers.id("loan 2") })];
      const signature = await signLoan(system, first);
      await time.setNextBlockTimestamp(first.validUntil);
      await takeWith(system, first, signature);
      await time.setNextBlockTimestamp(second.validUntil + 1n);
      await expectRevert(take(system, second), credit, "CreditTooLate", [await credit.idOf(second), second.validUntil]);
    });
  });

  describe("given its status", () => {
    it("is taken once, also after the loan ended", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, lender } = system;
      const loan = await loanOf(system);
      const id = await taken(system, loan);
      await expectRevert(take(system, loan), credit, "CreditWrongStatus", [id, LoanStatus.Active]);
      await credit.connect(lender).forgive(id);
      await expectRevert(take(system, loan), credit, "CreditWrongStatus", [id, LoanStatus.Ended]);
    });

    it("cannot be taken once it was voided", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, lender } = system;
      const loan = await loanOf(system);
      await credit.connect(lender).voidOffer(loan);
      await expectRevert(take(system, loan), credit, "CreditWrongStatus", [await credit.idOf(loan), LoanStatus.Voided]);
    });
  });

  describe("given a borrower in it", () => {
    it("is taken by the borrower only", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, provider, lender, rival } = system;
      const loan = await loanOf(system, { borrower: provider.address });
      for (const caller of [rival, lender]) {
        await expectRevert(take(system, loan, [], caller), credit, "CreditUnauthorized", [
          caller.address,
          provider.address,
        ]);
      }
      const id = await taken(system, loan);
      expect((await credit.loanOf(id)).borrower).to.equal(provider.address);
    });
  });

  describe("given no borrower in it", () => {
    it("belongs to the first caller who takes it", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, coin, rival } = system;
      const loan = await loanOf(system);
      const id = await taken(system, loan, [], rival);
      expect((await credit.loanOf(id)).borrower).to.equal(rival.address);
      expect(await coin.balanceOf(rival)).to.equal(SCV);
      await expectRevert(take(system, loan), credit, "CreditWrongStatus", [id, LoanStatus.Active]);
    });

    it("cannot be taken by the lender", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, lender } = system;
      const loan = await loanOf(system);
      await expectRevert(take(system, loan, [], lender), credit, "CreditInvalidParties", [
        await credit.idOf(loan),
        lender.address,
        lender.address,
      ]);
    });
  });

  describe("given its signature", () => {
    it("must be the lender's, on these terms, for this contract and chain", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, lender, rival, provider } = system;
      const loan = await loanOf(system);
      const domain = await domainOf(credit);
      const signature = await signLoan(system, loan);
      for (const wrong of [
        "0x",
        "0x1234",
        `0x${"00".repeat(65)}`,
        await sign(rival, loanData(domain, loan)),
        await sign(provider, loanData(domain, loan)),
        await signLoan(system, { ...loan, amount: loan.amount + 1n }),
        await signLoan(system, { ...loan, borrower: provider.address }),
        await sign(lender, loanData({ ...domain, verifyingContract: system.hub.target as string }, loan)),
        await sign(lender, loanData({ ...domain, chainId: 1n }, loan)),
        await sign(lender, loanData({ ...domain, name: "PaymentHub" }, loan)),
        await sign(lender, loanData({ ...domain, version: "2" }, loan)),
        mirrored(signature),
        withParity(signature),
        `${signature}00`,
      ]) {
        await expectRevert(takeWith(system, loan, wrong), credit, "CreditInvalidSignature", [
          await credit.idOf(loan),
          lender.address,
        ]);
      }
      await takeWith(system, loan, signature);
    });

    it("cannot be that of nobody", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit, provider } = system;
      const loan = await loanOf(system, { lender: ZeroAddress });
      for (const signature of ["0x", `0x${"00".repeat(65)}`]) {
        await expectRevert(takeWith(system, loan, signature), credit, "CreditInvalidParties", [
          await credit.idOf(loan),
          ZeroAddress,
          provider.address,
        ]);
      }
    });

    it("can be that of a smart wallet (ERC-1271)", async () => {
      const system = await networkHelpers.loadFixture(walletFixture);
      const { credit, coin, wallet } = system;
      const loan = await loanOf(system, { lender: await wallet.getAddress() });
      await takeWith(system, loan, await signLoan(system, loan));
      expect(await coin.balanceOf(wallet)).to.equal(2n * SCV);
      expect((await credit.loanOf(await credit.idOf(loan))).lender).to.equal(wallet.target);
      const secret = "0x5ec2e7";
      await wallet.setSecret(secret);
      await takeWith(system, { ...loan, ref: ethers.id("loan 2") }, secret);
      expect(await coin.balanceOf(wallet)).to.equal(SCV);
    });

    it("is refused when the smart wallet gives any answer but yes", async () => {
      const system = await networkHelpers.loadFixture(walletFixture);
      const { credit, wallet } = system;
      const loan = await loanOf(system, { lender: await wallet.getAddress() });
      const signature = await signLoan(system, loan);
      for (const mode of [Answering.Invalid, Answering.WrongMagic, Answering.ShortReturn, Answering.Reverting]) {
        await wallet.setMode(mode);
        await expectRevert(takeWith(system, loan, signature), credit, "CreditInvalidSignature", [
          await credit.idOf(loan),
          wallet.target,
        ]);
      }
    });
  });
});
