import { expect } from "chai";
import { ZeroHash } from "ethers";
import { networkHelpers } from "../../fixtures/chain.js";
import { MandateStatus, MAX_UINT96 } from "../../fixtures/hub.js";
import { acceptedMandate } from "../../fixtures/mandates.js";

const { time } = networkHelpers;

async function everySecondFixture() {
  return acceptedMandate({ limit: MAX_UINT96, period: 1n, start: 0n });
}

describe("PaymentHub.mandateState", () => {
  describe("given an id that nobody used", () => {
    it("is empty", async () => {
      const { hub } = await networkHelpers.loadFixture(everySecondFixture);
      expect(await hub.mandateState(ZeroHash)).to.deep.equal([0n, 0n, MandateStatus.None]);
    });
  });

  describe("given a period of one second since 1970", () => {
    it("holds the highest period and amount there are", async () => {
      const { hub, coin, deployer, payer, payee, mandate, id } = await networkHelpers.loadFixture(everySecondFixture);
      await coin.connect(deployer).mint(payer, (await coin.cap()) - (await coin.totalSupply()));
      const all = await coin.balanceOf(payer);
      await time.setNextBlockTimestamp(2n ** 40n - 1n);
      await hub.connect(payee).charge(mandate, all, "0x");
      expect(await hub.mandateState(id)).to.deep.equal([all, 2n ** 40n - 1n, MandateStatus.Accepted]);
      expect(await hub.chargeableOf(mandate)).to.equal(MAX_UINT96 - all);
    });

    it("keeps the last period when it is over, and when it is revoked", async () => {
      const { hub, payee, mandate, id } = await networkHelpers.loadFixture(everySecondFixture);
      const now = BigInt(await time.latest()) + 10n;
      await time.setNextBlockTimestamp(now);
      await hub.connect(payee).charge(mandate, 5n, "0x");
      await time.increase(100n);
      expect(await hub.mandateState(id)).to.deep.equal([5n, now, MandateStatus.Accepted]);
      await hub.connect(payee).revoke(mandate);
      expect(await hub.mandateState(id)).to.deep.equal([5n, now, MandateStatus.Revoked]);
    });
  });
});
