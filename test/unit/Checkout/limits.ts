import { expect } from "chai";
import { networkHelpers } from "../../fixtures/chain.js";
import { checkoutFixture, leftIn, PLENTY, RESERVES, stateOf, type CheckoutSystem } from "../../fixtures/checkout.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { ANY_TIME } from "../../fixtures/pair.js";
import { AMOUNT, INPUT, WAYS, type Limits } from "./ways.js";

for (const [name, buy] of Object.entries(WAYS)) {
  describe(`Checkout.${name}, its limits`, () => {
    let system: CheckoutSystem;
    const limits: Limits = { amount: AMOUNT, maxInput: PLENTY, validUntil: ANY_TIME };

    beforeEach(async () => {
      system = await networkHelpers.loadFixture(checkoutFixture);
    });

    async function expectRefused(changes: Partial<Limits>, error: string, args: readonly unknown[]): Promise<void> {
      const before = await stateOf(system);
      await expectRevert(buy(system, { ...limits, ...changes }), system.checkout, error, args);
      expect(await stateOf(system)).to.deep.equal(before);
    }

    describe("given a pair with reserves", () => {
      it("accepts exactly the input as the maximum, and keeps nothing", async () => {
        await buy(system, { ...limits, maxInput: INPUT });
        expect(await leftIn(system)).to.deep.equal([0n, 0n, 0n]);
        expect([...(await system.checkout.reserves())]).to.deep.equal([RESERVES.coins - AMOUNT, RESERVES.wei + INPUT]);
      });

      it("rejects a maximum one wei below the input", () =>
        expectRefused({ maxInput: INPUT - 1n }, "CheckoutInputAboveMaximum", [INPUT, INPUT - 1n]));

      it("accepts the last second", async () => {
        const validUntil = BigInt(await networkHelpers.time.latest()) + 10n;
        await networkHelpers.time.setNextBlockTimestamp(validUntil);
        await buy(system, { ...limits, validUntil });
        expect(await leftIn(system)).to.deep.equal([0n, 0n, 0n]);
      });

      it("rejects the second after", async () => {
        const validUntil = BigInt(await networkHelpers.time.latest()) + 10n;
        await networkHelpers.time.setNextBlockTimestamp(validUntil + 1n);
        await expectRefused({ validUntil }, "CheckoutTooLate", [validUntil]);
      });

      it("rejects all that the pair has, and more", async () => {
        for (const amount of [RESERVES.coins, RESERVES.coins + 1n]) {
          await expectRefused({ amount }, "CheckoutInsufficientLiquidity", [amount, RESERVES.coins, RESERVES.wei]);
        }
      });

      it("rejects the amount zero", () => expectRefused({ amount: 0n }, "CheckoutZeroAmount", []));
    });
  });
}
