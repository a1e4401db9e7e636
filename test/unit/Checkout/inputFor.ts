import { expect } from "chai";
import { parseEther, ZeroAddress, ZeroHash } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { checkoutFixture, emptyPairFixture, RESERVES } from "../../fixtures/checkout.js";
import { MAX_UINT96 } from "../../fixtures/coin.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { ANY_TIME, deployUniswap, exactInput, pairOf, provide, wholePair } from "../../fixtures/pair.js";
import { numbers } from "../../fixtures/random.js";

const CASES = 60;

/** A coin of which the whole supply that can exist exists, with an empty pair. */
async function richFixture() {
  const [deployer, holder, buyer] = await ethers.getSigners();
  if (deployer === undefined || holder === undefined || buyer === undefined) throw new Error("accounts are missing");
  const coin = await ethers.deployContract("ServiceCoin", [deployer, holder, MAX_UINT96, MAX_UINT96]);
  const hub = await ethers.deployContract("PaymentHub", [deployer, coin, deployer]);
  const { weth, factory, router } = await deployUniswap(ethers, deployer);
  const checkout = await ethers.deployContract("Checkout", [coin, hub, weth, factory]);
  const pair = await pairOf(ethers, factory, [coin, weth]);
  for (const rich of [holder, buyer]) await networkHelpers.setBalance(rich.address, 2n ** 100n);
  return { coin, weth, checkout, pair, router, holder, buyer };
}

describe("Checkout.inputFor", () => {
  describe("given a pair without liquidity", () => {
    it("rejects every amount, with the reserves", async () => {
      const { checkout } = await networkHelpers.loadFixture(emptyPairFixture);
      await expectRevert(checkout.inputFor(1n), checkout, "CheckoutInsufficientLiquidity", [1n, 0n, 0n]);
      await expectRevert(checkout.inputFor(0n), checkout, "CheckoutZeroAmount", []);
      expect(await checkout.reserves()).to.deep.equal([0n, 0n]);
    });

    it("rejects them too when only one token was sent and synced", async () => {
      const { checkout, weth, pair, deployer } = await networkHelpers.loadFixture(emptyPairFixture);
      await weth.deposit({ value: 5n });
      await weth.transfer(pair, 5n);
      await wholePair(pair).getFunction("sync")();
      await expectRevert(checkout.connect(deployer).inputFor(1n), checkout, "CheckoutInsufficientLiquidity", [
        1n,
        0n,
        5n,
      ]);
    });
  });

  describe("given a pair with liquidity", () => {
    it("returns the price with the fee of the pair, and the reserves", async () => {
      const { checkout } = await networkHelpers.loadFixture(checkoutFixture);
      expect(await checkout.reserves()).to.deep.equal([RESERVES.coins, RESERVES.wei]);
      for (const amount of [1n, parseEther("1"), RESERVES.coins - 1n]) {
        expect(await checkout.inputFor(amount)).to.equal(exactInput(amount, RESERVES.coins, RESERVES.wei));
      }
    });

    it("names coin, hub, wrapped ether and pair", async () => {
      const { checkout, coin, hub, weth, pair, factory } = await networkHelpers.loadFixture(checkoutFixture);
      expect(await checkout.coin()).to.equal(coin.target);
      expect(await checkout.hub()).to.equal(hub.target);
      expect(await checkout.weth()).to.equal(weth.target);
      expect(await checkout.pair()).to.equal(pair.target);
      expect(await factory.getPair(weth, coin))
        .to.equal(pair.target)
        .and.not.to.equal(ZeroAddress);
    });

    it("uses a pair that someone created before", async () => {
      const { checkout, coin, hub, weth, pair, factory } = await networkHelpers.loadFixture(checkoutFixture);
      const other = await ethers.deployContract("Checkout", [coin, hub, weth, factory]);
      expect(await other.pair()).to.equal(pair.target);
      expect(await other.inputFor(1_000n)).to.equal(await checkout.inputFor(1_000n));
    });
  });

  describe("given random reserves and amounts", () => {
    it("returns the exact input: the pair accepts it, and rejects less", async () => {
      const random = numbers("inputFor");
      for (let i = 0; i < CASES; i++) {
        const { coin, weth, checkout, pair, router, holder, buyer } = await networkHelpers.loadFixture(richFixture);
        const [coins, wei] = [random(20n + random(6n)) + 2_000n, random(20n + random(6n)) + 2_000n];
        const amount = (random(96n) % (coins - 1n)) + 1n;
        await provide({ coin, weth, pair }, holder, { coins, wei });
        const input = await checkout.inputFor(amount);
        expect(input, `${amount} of ${coins} for ${wei}`).to.equal(exactInput(amount, coins, wei));
        expect(input).to.equal(await router.getFunction("getAmountIn")(amount, wei, coins));

        const as = checkout.connect(buyer);
        const short = as.pay(buyer, amount, ZeroHash, ANY_TIME, { value: input - 1n });
        await expectRevert(short, checkout, "CheckoutInputAboveMaximum", [input, input - 1n]);
        await as.pay(buyer, amount, ZeroHash, ANY_TIME, { value: input });
        expect(await coin.balanceOf(buyer)).to.equal(amount);
        expect(await checkout.reserves()).to.deep.equal([coins - amount, wei + input]);
      }
    });
  });
});
