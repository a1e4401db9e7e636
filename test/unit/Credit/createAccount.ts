import { expect } from "chai";
import { ZeroAddress, ZeroHash } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { creditFixture } from "../../fixtures/credit.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";

const SALT = ethers.id("second account");

describe("Credit.createAccount", () => {
  describe("given a new salt", () => {
    it("creates a payout account that the caller owns, at the predicted address", async () => {
      const { credit, lender } = await networkHelpers.loadFixture(creditFixture);
      const address = await credit.accountOf(lender, SALT);
      expect(await credit.ownerOf(address)).to.equal(ZeroAddress);
      expect(await credit.connect(lender).createAccount.staticCall(SALT)).to.equal(address);
      const transaction = await credit.connect(lender).createAccount(SALT);
      expect(await eventsOf(transaction, credit)).to.deep.equal([["AccountCreated", address, lender.address]]);
      expect(await credit.ownerOf(address)).to.equal(lender.address);
      expect(await credit.pendingOwnerOf(address)).to.equal(ZeroAddress);
      expect(await credit.loansOf(address)).to.deep.equal([[], ZeroHash]);
      const account = await ethers.getContractAt("PayoutAccount", address);
      expect(await account.credit()).to.equal(credit.target);
      expect(await account.owner()).to.equal(lender.address);
    });

    it("gives an account that coins were sent to before what it holds", async () => {
      const { credit, coin, lender } = await networkHelpers.loadFixture(creditFixture);
      const address = await credit.accountOf(lender, SALT);
      await coin.connect(lender).transfer(address, 7n);
      await credit.connect(lender).createAccount(SALT);
      const account = await ethers.getContractAt("PayoutAccount", address);
      await account.connect(lender).withdraw(lender, 7n);
      expect(await coin.balanceOf(address)).to.equal(0n);
    });

    it("gives an owner as many accounts as it has salts", async () => {
      const { credit, provider, accountAddress } = await networkHelpers.loadFixture(creditFixture);
      await credit.connect(provider).createAccount(SALT);
      const second = await credit.accountOf(provider, SALT);
      expect(second).not.to.equal(accountAddress);
      expect(await credit.ownerOf(second)).to.equal(provider.address);
      expect(await credit.ownerOf(accountAddress)).to.equal(provider.address);
    });
  });

  describe("given a salt that the caller used before", () => {
    it("reverts, also after the account got another owner", async () => {
      const { credit, provider, lender, accountAddress } = await networkHelpers.loadFixture(creditFixture);
      await expectRevert(credit.connect(provider).createAccount(ZeroHash), credit, "FailedDeployment", []);
      await credit.connect(provider).transferAccount(accountAddress, lender);
      await credit.connect(lender).acceptAccount(accountAddress);
      await expectRevert(credit.connect(provider).createAccount(ZeroHash), credit, "FailedDeployment", []);
      expect(await credit.ownerOf(accountAddress)).to.equal(lender.address);
    });
  });

  describe("given a salt that someone else uses first", () => {
    it("keeps the address of each caller", async () => {
      const { credit, lender, rival } = await networkHelpers.loadFixture(creditFixture);
      const address = await credit.accountOf(lender, SALT);
      await credit.connect(rival).createAccount(SALT);
      expect(await credit.ownerOf(address)).to.equal(ZeroAddress);
      await credit.connect(lender).createAccount(SALT);
      expect(await credit.ownerOf(address)).to.equal(lender.address);
    });
  });
});
