import { expect } from "chai";
import { Wallet } from "ethers";
import { bumpedFees, initialFees, replacementFees, type Fees, type FeeMarket } from "../../../packages/tx/src/fees.js";

const marketOf = (baseFee: bigint, tip = 10n): FeeMarket => ({
  fees: { type: 2, maxFeePerGas: 2n * baseFee + tip, maxPriorityFeePerGas: tip },
  baseFee,
});
const legacy = (gasPrice: bigint): FeeMarket => ({ fees: { type: 0, gasPrice }, baseFee: 0n });
const rawOf = (fees: Fees): Promise<string> =>
  Wallet.createRandom().signTransaction({
    chainId: 1,
    nonce: 0,
    gasLimit: 21_000,
    to: Wallet.createRandom().address,
    ...fees,
  });
const modern = (maxFeePerGas: bigint, maxPriorityFeePerGas: bigint): Fees => ({
  type: 2,
  maxFeePerGas,
  maxPriorityFeePerGas,
});

describe("fees", () => {
  describe("initialFees", () => {
    it("are those that blocks accept, with room for the base fee to double", () => {
      expect(initialFees(marketOf(100n), undefined)).to.deep.equal(modern(210n, 10n));
      expect(initialFees(legacy(100n), undefined)).to.deep.equal({ type: 0, gasPrice: 100n });
    });

    it("never exceed the fee cap", () => {
      expect(initialFees(marketOf(100n), 150n)).to.deep.equal(modern(150n, 10n));
      expect(initialFees(marketOf(100n), 110n)).to.deep.equal(modern(110n, 10n));
      expect(initialFees(marketOf(100n), 210n)).to.deep.equal(modern(210n, 10n));
      expect(initialFees(legacy(100n), 100n)).to.deep.equal({ type: 0, gasPrice: 100n });
    });

    it("are rejected if no block would accept the fee cap", () => {
      for (const market of [marketOf(100n), legacy(110n)]) {
        expect(() => initialFees(market, 109n))
          .to.throw("110 wei")
          .with.property("code", "FeesTooHigh");
      }
    });
  });

  describe("bumpedFees", () => {
    it("are undefined while the current fees suffice", async () => {
      const raw = await rawOf(modern(210n, 10n));
      expect(bumpedFees(raw, marketOf(100n), undefined)).to.equal(undefined);
      expect(bumpedFees(raw, marketOf(200n), undefined)).to.equal(undefined);
      expect(bumpedFees(raw, marketOf(100n, 9n), undefined)).to.equal(undefined);
    });

    it("follow the base fee, by at least one eighth on both figures", async () => {
      const raw = await rawOf(modern(210n, 10n));
      expect(bumpedFees(raw, marketOf(201n), undefined)).to.deep.equal(modern(412n, 12n));
      expect(bumpedFees(raw, marketOf(1_000n), undefined)).to.deep.equal(modern(2_010n, 12n));
      const expensive = await rawOf(modern(1_000n, 800n));
      expect(bumpedFees(expensive, marketOf(100n, 801n), undefined)).to.deep.equal(modern(1_125n, 900n));
    });

    it("follow the tip", async () => {
      const raw = await rawOf(modern(210n, 10n));
      expect(bumpedFees(raw, marketOf(100n, 11n), undefined)).to.deep.equal(modern(237n, 12n));
      expect(bumpedFees(raw, marketOf(100n, 500n), undefined)).to.deep.equal(modern(700n, 500n));
    });

    it("never exceed the fee cap, and are undefined if that is too low", async () => {
      const raw = await rawOf(modern(210n, 10n));
      expect(bumpedFees(raw, marketOf(201n), 300n)).to.deep.equal(modern(300n, 12n));
      expect(bumpedFees(raw, marketOf(201n), 237n)).to.deep.equal(modern(237n, 12n));
      expect(bumpedFees(raw, marketOf(201n), 236n)).to.equal(undefined);
      expect(bumpedFees(raw, marketOf(400n), 410n)).to.equal(undefined);
    });

    it("follow the gas price on a chain without a base fee", async () => {
      const raw = await rawOf({ type: 0, gasPrice: 100n });
      expect(bumpedFees(raw, legacy(100n), undefined)).to.equal(undefined);
      expect(bumpedFees(raw, legacy(101n), undefined)).to.deep.equal({ type: 0, gasPrice: 113n });
      expect(bumpedFees(raw, legacy(500n), undefined)).to.deep.equal({ type: 0, gasPrice: 500n });
      expect(bumpedFees(raw, legacy(500n), 499n)).to.equal(undefined);
    });
  });

  describe("replacementFees", () => {
    it("are one eighth higher on both figures, even if the current fees suffice", async () => {
      const raw = await rawOf(modern(400n, 80n));
      expect(replacementFees(raw, marketOf(100n), undefined)).to.deep.equal(modern(450n, 90n));
      expect(replacementFees(await rawOf({ type: 0, gasPrice: 100n }), legacy(50n), undefined)).to.deep.equal({
        type: 0,
        gasPrice: 113n,
      });
    });

    it("are those that blocks accept if that is higher", async () => {
      const raw = await rawOf(modern(210n, 10n));
      expect(replacementFees(raw, marketOf(1_000n, 20n), undefined)).to.deep.equal(modern(2_020n, 20n));
    });

    it("are the fee cap if one eighth more exceeds it", async () => {
      expect(replacementFees(await rawOf(modern(400n, 80n)), marketOf(100n), 400n)).to.deep.equal(modern(400n, 90n));
      expect(replacementFees(await rawOf(modern(400n, 400n)), marketOf(100n), 400n)).to.deep.equal(modern(400n, 400n));
      expect(replacementFees(await rawOf({ type: 0, gasPrice: 100n }), legacy(50n), 110n)).to.deep.equal({
        type: 0,
        gasPrice: 110n,
      });
    });

    it("are rejected if no block would accept the fee cap", async () => {
      const raw = await rawOf(modern(100n, 10n));
      expect(() => replacementFees(raw, marketOf(100n), 109n))
        .to.throw()
        .with.property("code", "FeesTooHigh");
    });
  });
});
