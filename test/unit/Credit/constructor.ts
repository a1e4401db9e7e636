import { expect } from "chai";
import { ZeroAddress, ZeroHash } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { COLLECTION_PERIOD, creditFixture, LoanStatus, MAX_GRACE, MAX_RATE, MAX_TERM } from "../../fixtures/credit.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { DAY } from "../../fixtures/system.js";

describe("Credit constructor", () => {
  describe("given a new contract", () => {
    it("belongs to the DAO, knows the other contracts, charges no fee and has no loan", async () => {
      const { credit, coin, hub, treasury, implementation, owner } = await networkHelpers.loadFixture(creditFixture);
      expect(await credit.owner()).to.equal(owner.address);
      expect(await credit.coin()).to.equal(coin.target);
      expect(await credit.hub()).to.equal(hub.target);
      expect(await credit.treasury()).to.equal(treasury.target);
      expect(await credit.implementation()).to.equal(implementation.target);
      expect(await credit.fee()).to.equal(0n);
      expect((await credit.loanOf(ZeroHash)).status).to.equal(LoanStatus.None);
    });

    it("has the limits that its documents name", async () => {
      const { credit } = await networkHelpers.loadFixture(creditFixture);
      expect(await credit.MAX_RATE()).to.equal(MAX_RATE);
      expect(MAX_RATE).to.equal(10n ** 18n / BigInt(365 * DAY));
      expect(await credit.MAX_CHARGE_BPS()).to.equal(3_000n);
      expect(await credit.MAX_FEE_BPS()).to.equal(100n);
      expect(await credit.MAX_GRACE()).to.equal(MAX_GRACE);
      expect(await credit.MAX_TERM()).to.equal(MAX_TERM);
      expect(await credit.COLLECTION_PERIOD()).to.equal(COLLECTION_PERIOD);
      expect(await credit.MAX_ORDERS()).to.equal(16n);
      expect(await credit.MAX_ORDER_LOANS()).to.equal(8n);
    });
  });

  it("rejects a treasury that is zero", async () => {
    const { credit, coin, hub, implementation, owner } = await networkHelpers.loadFixture(creditFixture);
    const deploying = ethers.deployContract("Credit", [owner, coin, hub, ZeroAddress, implementation]);
    await expectRevert(deploying, credit, "CreditInvalidTreasury", []);
  });

  it("rejects an owner that is zero", async () => {
    const { credit, coin, hub, treasury, implementation } = await networkHelpers.loadFixture(creditFixture);
    const deploying = ethers.deployContract("Credit", [ZeroAddress, coin, hub, treasury, implementation]);
    await expectRevert(deploying, credit, "OwnableInvalidOwner", [ZeroAddress]);
  });
});
