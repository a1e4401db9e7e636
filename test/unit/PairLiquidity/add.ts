import { expect } from "chai";
import { parseEther, ZeroAddress } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { checkoutFixture, emptyPairFixture, RESERVES } from "../../fixtures/checkout.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { ANY_TIME, LOCKED_LIQUIDITY, provide, wholePair } from "../../fixtures/pair.js";
import { numbers } from "../../fixtures/random.js";

type Empty = Awaited<ReturnType<typeof emptyPairFixture>>;

const SCV = parseEther("1");
const WEI_PER_SCV = RESERVES.wei / (RESERVES.coins / SCV);

/** What the contract holds, which must be nothing. */
async function left({ coin, weth, liquidity, pair }: Empty): Promise<bigint[]> {
  return [
    await coin.balanceOf(liquidity),
    await weth.balanceOf(liquidity),
    await pair.balanceOf(liquidity),
    await ethers.provider.getBalance(liquidity),
  ];
}

describe("PairLiquidity.add", () => {
  describe("given a pair with liquidity", () => {
    it("adds in the ratio of the reserves, and returns the SCV that is left over", async () => {
      const system = await networkHelpers.loadFixture(checkoutFixture);
      const { coin, liquidity, pair, payer, payee } = system;
      const supply = await pair.totalSupply();
      await coin.connect(payer).transfer(liquidity, 5n * SCV);
      const sent = liquidity.connect(payer).add(0n, 0n, payee, ANY_TIME, { value: 2n * WEI_PER_SCV });
      const minted = (supply * 2n * SCV) / RESERVES.coins;
      await expect(sent)
        .to.emit(liquidity, "LiquidityAdded")
        .withArgs(payer, payee, 2n * SCV, 2n * WEI_PER_SCV, minted);
      await expect(sent).to.changeTokenBalances(ethers, coin, [payer, pair], [3n * SCV, 2n * SCV]);
      await expect(sent).to.changeEtherBalance(ethers, payer, -2n * WEI_PER_SCV);
      expect(await pair.balanceOf(payee)).to.equal(minted);
      expect(await left(system)).to.deep.equal([0n, 0n, 0n, 0n]);
    });

    it("adds in the ratio of the reserves, and returns the ether that is left over", async () => {
      const system = await networkHelpers.loadFixture(checkoutFixture);
      const { coin, liquidity, payer } = system;
      await coin.connect(payer).transfer(liquidity, SCV);
      const as = liquidity.connect(payer);
      const value = 5n * WEI_PER_SCV;
      expect([...(await as.add.staticCall(0n, 0n, payer, ANY_TIME, { value }))].slice(0, 2)).to.deep.equal([
        SCV,
        WEI_PER_SCV,
      ]);
      const sent = as.add(SCV, WEI_PER_SCV, payer, ANY_TIME, { value });
      await expect(sent).to.changeEtherBalance(ethers, payer, -WEI_PER_SCV);
      await expect(sent).to.changeTokenBalance(ethers, coin, payer, 0n);
      expect(await left(system)).to.deep.equal([0n, 0n, 0n, 0n]);
    });

    it("mints what the router of Uniswap mints for the same amounts", async () => {
      const random = numbers("add");
      for (let i = 0; i < 20; i++) {
        const [coins, value] = [random(64n) + SCV, random(58n) + WEI_PER_SCV];
        const results: bigint[][] = [];
        for (const by of ["router", "PairLiquidity"] as const) {
          const system = await networkHelpers.loadFixture(checkoutFixture);
          const { coin, router, liquidity, pair, payer } = system;
          if (by === "router") {
            await coin.connect(payer).approve(router.target, coins);
            const call = await router
              .getFunction("addLiquidityETH")
              .populateTransaction(coin.target, coins, 0n, 0n, payer.address, ANY_TIME);
            await payer.sendTransaction({ ...call, value });
          } else {
            await coin.connect(payer).transfer(liquidity, coins);
            await liquidity.connect(payer).add(0n, 0n, payer, ANY_TIME, { value });
          }
          const { reserve0, reserve1 } = await pair.getReserves();
          results.push([reserve0, reserve1, await pair.balanceOf(payer), await coin.balanceOf(payer)]);
        }
        expect(results[1], `${coins} and ${value}`).to.deep.equal(results[0]);
      }
    });

    it("rejects amounts below a minimum, with both", async () => {
      const { coin, liquidity, payer } = await networkHelpers.loadFixture(checkoutFixture);
      await coin.connect(payer).transfer(liquidity, 2n * SCV);
      const add = async (minCoin: bigint, minEther: bigint) =>
        liquidity.connect(payer).add(minCoin, minEther, payer, ANY_TIME, { value: WEI_PER_SCV });
      await expectRevert(add(SCV + 1n, 0n), liquidity, "PairLiquidityBelowMinimum", [SCV, SCV + 1n, WEI_PER_SCV, 0n]);
      await expectRevert(add(SCV, WEI_PER_SCV + 1n), liquidity, "PairLiquidityBelowMinimum", [
        SCV,
        SCV,
        WEI_PER_SCV,
        WEI_PER_SCV + 1n,
      ]);
      await add(SCV, WEI_PER_SCV);
    });

    it("rejects a call without SCV or without ether", async () => {
      const { coin, liquidity, payer } = await networkHelpers.loadFixture(checkoutFixture);
      const as = liquidity.connect(payer);
      await expectRevert(as.add(0n, 0n, payer, ANY_TIME, { value: 5n }), liquidity, "PairLiquidityNothingPaidIn", [
        0n,
        5n,
        0n,
      ]);
      await coin.connect(payer).transfer(liquidity, SCV);
      await expectRevert(as.add(0n, 0n, payer, ANY_TIME), liquidity, "PairLiquidityNothingPaidIn", [SCV, 0n, 0n]);
    });

    it("rejects recipients that cannot use the tokens, and calls that are too late", async () => {
      const { coin, liquidity, pair, payer } = await networkHelpers.loadFixture(checkoutFixture);
      await coin.connect(payer).transfer(liquidity, SCV);
      const as = liquidity.connect(payer);
      for (const to of [ZeroAddress, pair.target, liquidity.target]) {
        const call = as.add(0n, 0n, to, ANY_TIME, { value: WEI_PER_SCV });
        await expectRevert(call, liquidity, "PairLiquidityInvalidRecipient", [to]);
      }
      const validUntil = BigInt(await networkHelpers.time.latest()) + 10n;
      await networkHelpers.time.setNextBlockTimestamp(validUntil + 1n);
      const late = as.add(0n, 0n, payer, validUntil, { value: WEI_PER_SCV });
      await expectRevert(late, liquidity, "PairLiquidityTooLate", [validUntil]);
    });

    it("rejects a caller that rejects the ether left over", async () => {
      const { coin, liquidity, pair, payer } = await networkHelpers.loadFixture(checkoutFixture);
      const hostile = await ethers.deployContract("HostileBuyer");
      await hostile.setRefusing(true);
      await coin.connect(payer).transfer(liquidity, SCV);
      const data = liquidity.interface.encodeFunctionData("add", [0n, 0n, payer.address, ANY_TIME]);
      const value = WEI_PER_SCV + 3n;
      await expectRevert(hostile.act(liquidity, value, data, { value }), liquidity, "PairLiquidityEtherRejected", [
        hostile,
        3n,
      ]);
      expect(await pair.balanceOf(payer)).to.equal(0n);
      expect(await coin.balanceOf(liquidity)).to.equal(SCV);
    });
  });

  describe("given a pair without liquidity", () => {
    it("adds both amounts as they are, and locks the first tokens", async () => {
      const system = await networkHelpers.loadFixture(emptyPairFixture);
      const { coin, checkout, liquidity, pair, payer } = system;
      await coin.connect(payer).transfer(liquidity, 4n * SCV);
      await liquidity.connect(payer).add(4n * SCV, SCV, payer, ANY_TIME, { value: SCV });
      expect(await checkout.reserves()).to.deep.equal([4n * SCV, SCV]);
      expect(await pair.balanceOf(payer)).to.equal(2n * SCV - LOCKED_LIQUIDITY);
      expect(await left(system)).to.deep.equal([0n, 0n, 0n, 0n]);
    });

    it("does so even if one token was sent and synced, which blocks the router", async () => {
      const { coin, weth, checkout, liquidity, pair, router, payer } =
        await networkHelpers.loadFixture(emptyPairFixture);
      await weth.deposit({ value: 1n });
      await weth.transfer(pair, 1n);
      await wholePair(pair).getFunction("sync")();
      await coin.connect(payer).approve(router.target, 4n * SCV);
      const call = await router
        .getFunction("addLiquidityETH")
        .populateTransaction(coin.target, 4n * SCV, 0n, 0n, payer.address, ANY_TIME);
      await expect(payer.sendTransaction({ ...call, value: SCV })).to.be.revertedWith(
        "UniswapV2Library: INSUFFICIENT_LIQUIDITY",
      );
      await coin.connect(payer).transfer(liquidity, 4n * SCV);
      await liquidity.connect(payer).add(4n * SCV, SCV, payer, ANY_TIME, { value: SCV });
      expect(await checkout.reserves()).to.deep.equal([4n * SCV, SCV + 1n]);
    });
  });

  describe("given an attacker who made the first deposit", () => {
    it("rejects a price of the attacker's choice by the minima", async () => {
      const system = await networkHelpers.loadFixture(emptyPairFixture);
      const { coin, liquidity, payer, sponsor } = system;
      await provide(system, sponsor, { coins: 2_000n, wei: 2_000_000n });
      await coin.connect(payer).transfer(liquidity, 10n * SCV);
      const call = liquidity.connect(payer).add(9n * SCV, 0n, payer, ANY_TIME, { value: SCV });
      await expectRevert(call, liquidity, "PairLiquidityBelowMinimum", [SCV / 1_000n, 9n * SCV, SCV, 0n]);
    });

    it("costs the attacker far more than what rounding takes from the provider", async () => {
      const system = await networkHelpers.loadFixture(emptyPairFixture);
      const { coin, weth, liquidity, pair, payer, sponsor } = system;
      // One base unit for the attacker, and 1,000 that stay locked. Then each is worth 0.01 SCV and 0.01 ether.
      await provide(system, sponsor, { coins: LOCKED_LIQUIDITY + 1n, wei: LOCKED_LIQUIDITY + 1n });
      await coin.connect(sponsor).transfer(pair, 10n * SCV);
      await weth.connect(sponsor).deposit({ value: 10n * SCV });
      await weth.connect(sponsor).transfer(pair, 10n * SCV);
      await wholePair(pair).getFunction("sync")();

      const unit = (10n * SCV) / (LOCKED_LIQUIDITY + 1n);
      await coin.connect(payer).transfer(liquidity, 5n * SCV);
      await liquidity.connect(payer).add(4n * SCV, 4n * SCV, payer, ANY_TIME, { value: 5n * SCV });
      const share = ((await pair.balanceOf(payer)) * 15n * SCV) / (await pair.totalSupply());
      expect(5n * SCV - share).to.be.below(unit);
      const own = ((await pair.balanceOf(sponsor)) * 15n * SCV) / (await pair.totalSupply());
      expect(own).to.be.below((10n * SCV) / 500n);
    });
  });

  it("accepts ether only when it is unwrapped", async () => {
    const { liquidity, payer } = await networkHelpers.loadFixture(emptyPairFixture);
    await expectRevert(payer.sendTransaction({ to: liquidity, value: 1n }), liquidity, "PairLiquidityUnexpectedEther", [
      payer,
    ]);
  });

  it("names coin, wrapped ether and pair of the checkout", async () => {
    const { coin, weth, pair, liquidity } = await networkHelpers.loadFixture(emptyPairFixture);
    expect(await liquidity.coin()).to.equal(coin.target);
    expect(await liquidity.weth()).to.equal(weth.target);
    expect(await liquidity.pair()).to.equal(pair.target);
  });
});
