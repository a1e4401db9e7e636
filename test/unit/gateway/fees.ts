import { expect } from "chai";
import { Wallet } from "ethers";
import {
  betterOffer,
  firstOffer,
  replacingOffer,
  type Fees,
  type Market,
} from "../../../packages/gateway/src/settlement/fees.js";

const marketOf = (baseFee: bigint, tip = 10n): Market => ({
  fees: { type: 2, maxFeePerGas: 2n * baseFee + tip, maxPriorityFeePerGas: tip },
  baseFee,
});
const old = (gasPrice: bigint): Market => ({ fees: { type: 0, gasPrice }, baseFee: 0n });
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
  describe("firstOffer", () => {
    it("is what blocks take, with room for the base fee to double", () => {
      expect(firstOffer(marketOf(100n), undefined)).to.deep.equal(modern(210n, 10n));
      expect(firstOffer(old(100n), undefined)).to.deep.equal({ type: 0, gasPrice: 100n });
    });

    it("is never more than allowed", () => {
      expect(firstOffer(marketOf(100n), 150n)).to.deep.equal(modern(150n, 10n));
      expect(firstOffer(marketOf(100n), 110n)).to.deep.equal(modern(110n, 10n));
      expect(firstOffer(marketOf(100n), 210n)).to.deep.equal(modern(210n, 10n));
      expect(firstOffer(old(100n), 100n)).to.deep.equal({ type: 0, gasPrice: 100n });
    });

    it("is refused when no block would take what is allowed", () => {
      for (const market of [marketOf(100n), old(110n)]) {
        expect(() => firstOffer(market, 109n))
          .to.throw("110 wei")
          .with.property("code", "FeesTooHigh");
      }
    });
  });

  describe("betterOffer", () => {
    it("is none while the transaction offers enough", async () => {
      const raw = await rawOf(modern(210n, 10n));
      expect(betterOffer(raw, marketOf(100n), undefined)).to.equal(undefined);
      expect(betterOffer(raw, marketOf(200n), undefined)).to.equal(undefined);
      expect(betterOffer(raw, marketOf(100n, 9n), undefined)).to.equal(undefined);
    });

    it("follows the base fee, an eighth more on both figures at least", async () => {
      const raw = await rawOf(modern(210n, 10n));
      expect(betterOffer(raw, marketOf(201n), undefined)).to.deep.equal(modern(412n, 12n));
      expect(betterOffer(raw, marketOf(1_000n), undefined)).to.deep.equal(modern(2_010n, 12n));
      const dear = await rawOf(modern(1_000n, 800n));
      expect(betterOffer(dear, marketOf(100n, 801n), undefined)).to.deep.equal(modern(1_125n, 900n));
    });

    it("follows the tip", async () => {
      const raw = await rawOf(modern(210n, 10n));
      expect(betterOffer(raw, marketOf(100n, 11n), undefined)).to.deep.equal(modern(237n, 12n));
      expect(betterOffer(raw, marketOf(100n, 500n), undefined)).to.deep.equal(modern(700n, 500n));
    });

    it("is never more than allowed, and none when that is too little", async () => {
      const raw = await rawOf(modern(210n, 10n));
      expect(betterOffer(raw, marketOf(201n), 300n)).to.deep.equal(modern(300n, 12n));
      expect(betterOffer(raw, marketOf(201n), 237n)).to.deep.equal(modern(237n, 12n));
      expect(betterOffer(raw, marketOf(201n), 236n)).to.equal(undefined);
      expect(betterOffer(raw, marketOf(400n), 410n)).to.equal(undefined);
    });

    it("follows the price on a chain without a base fee", async () => {
      const raw = await rawOf({ type: 0, gasPrice: 100n });
      expect(betterOffer(raw, old(100n), undefined)).to.equal(undefined);
      expect(betterOffer(raw, old(101n), undefined)).to.deep.equal({ type: 0, gasPrice: 113n });
      expect(betterOffer(raw, old(500n), undefined)).to.deep.equal({ type: 0, gasPrice: 500n });
      expect(betterOffer(raw, old(500n), 499n)).to.equal(undefined);
    });
  });

  describe("replacingOffer", () => {
    it("is an eighth more on both figures, though the transaction offers enough", async () => {
      const raw = await rawOf(modern(400n, 80n));
      expect(replacingOffer(raw, marketOf(100n), undefined)).to.deep.equal(modern(450n, 90n));
      expect(replacingOffer(await rawOf({ type: 0, gasPrice: 100n }), old(50n), undefined)).to.deep.equal({
        type: 0,
        gasPrice: 113n,
      });
    });

    it("is what blocks take when that is more", async () => {
      const raw = await rawOf(modern(210n, 10n));
      expect(replacingOffer(raw, marketOf(1_000n, 20n), undefined)).to.deep.equal(modern(2_020n, 20n));
    });

    it("is as much as allowed when an eighth more is not", async () => {
      expect(replacingOffer(await rawOf(modern(400n, 80n)), marketOf(100n), 400n)).to.deep.equal(modern(400n, 90n));
      expect(replacingOffer(await rawOf(modern(400n, 400n)), marketOf(100n), 400n)).to.deep.equal(modern(400n, 400n));
      expect(replacingOffer(await rawOf({ type: 0, gasPrice: 100n }), old(50n), 110n)).to.deep.equal({
        type: 0,
        gasPrice: 110n,
      });
    });

    it("is refused when no block would take what is allowed", async () => {
      const raw = await rawOf(modern(100n, 10n));
      expect(() => replacingOffer(raw, marketOf(100n), 109n))
        .to.throw()
        .with.property("code", "FeesTooHigh");
    });
  });
});
