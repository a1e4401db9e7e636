import { expect } from "chai";
import { parseEther, ZeroAddress } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { checkoutFixture, RESERVES, type CheckoutSystem } from "../../fixtures/checkout.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { ANY_TIME, LOCKED_LIQUIDITY } from "../../fixtures/pair.js";

const SCV = parseEther("1");

describe("PairLiquidity.remove", () => {
  let system: CheckoutSystem;
  /** A quarter of all liquidity, and what it is worth. */
  let quarter: bigint;
  const [coins, wei] = [RESERVES.coins / 4n, RESERVES.wei / 4n];

  beforeEach(async () => {
    system = await networkHelpers.loadFixture(checkoutFixture);
    quarter = (await system.pair.totalSupply()) / 4n;
    await system.pair.connect(system.deployer).transfer(system.liquidity, quarter);
  });

  describe("given liquidity tokens that were paid in", () => {
    it("pays SCV and ether, and keeps nothing", async () => {
      const { coin, weth, liquidity, pair, payee, deployer } = system;
      const as = liquidity.connect(deployer);
      expect(await as.remove.staticCall(0n, 0n, payee, ANY_TIME)).to.deep.equal([coins, wei]);
      const sent = as.remove(coins, wei, payee, ANY_TIME);
      await expect(sent).to.emit(liquidity, "LiquidityRemoved").withArgs(deployer, payee, coins, wei, quarter);
      await expect(sent).to.changeTokenBalances(ethers, coin, [pair, payee], [-coins, coins]);
      await expect(sent).to.changeEtherBalance(ethers, payee, wei);
      expect(await pair.totalSupply()).to.equal(3n * quarter);
      expect(await coin.balanceOf(liquidity)).to.equal(0n);
      expect(await weth.balanceOf(liquidity)).to.equal(0n);
      expect(await pair.balanceOf(liquidity)).to.equal(0n);
      expect(await ethers.provider.getBalance(liquidity)).to.equal(0n);
    });

    it("removes all but what is locked, after which anyone can add again", async () => {
      const { coin, checkout, liquidity, pair, payer, deployer } = system;
      await pair.connect(deployer).transfer(liquidity, await pair.balanceOf(deployer));
      await liquidity.connect(deployer).remove(0n, 0n, deployer, ANY_TIME);
      expect(await pair.totalSupply()).to.equal(LOCKED_LIQUIDITY);
      await coin.connect(payer).transfer(liquidity, SCV);
      await liquidity.connect(payer).add(SCV / 2n, 0n, payer, ANY_TIME, { value: SCV });
      expect((await checkout.reserves()).coinReserve).to.be.above(SCV / 2n);
    });

    it("rejects amounts below a minimum, with both", async () => {
      const { liquidity, deployer } = system;
      const as = liquidity.connect(deployer);
      await expectRevert(as.remove(coins + 1n, 0n, deployer, ANY_TIME), liquidity, "PairLiquidityBelowMinimum", [
        coins,
        coins + 1n,
        wei,
        0n,
      ]);
      await expectRevert(as.remove(0n, wei + 1n, deployer, ANY_TIME), liquidity, "PairLiquidityBelowMinimum", [
        coins,
        0n,
        wei,
        wei + 1n,
      ]);
    });

    it("rejects recipients that cannot use SCV and ether, and calls that are too late", async () => {
      const { liquidity, pair, deployer } = system;
      const as = liquidity.connect(deployer);
      for (const to of [ZeroAddress, pair.target, liquidity.target]) {
        await expectRevert(as.remove(0n, 0n, to, ANY_TIME), liquidity, "PairLiquidityInvalidRecipient", [to]);
      }
      const hostile = await ethers.deployContract("HostileBuyer");
      await hostile.setRefusing(true);
      await expectRevert(as.remove(0n, 0n, hostile, ANY_TIME), liquidity, "PairLiquidityEtherRejected", [hostile, wei]);
      const validUntil = BigInt(await networkHelpers.time.latest()) + 10n;
      await networkHelpers.time.setNextBlockTimestamp(validUntil + 1n);
      await expectRevert(as.remove(0n, 0n, deployer, validUntil), liquidity, "PairLiquidityTooLate", [validUntil]);
      expect(await pair.balanceOf(liquidity)).to.equal(quarter);
    });

    it("leaves nothing to a recipient that calls again when it gets the ether", async () => {
      const { coin, liquidity, deployer } = system;
      const hostile = await ethers.deployContract("HostileBuyer");
      const again = liquidity.interface.encodeFunctionData("remove", [0n, 0n, hostile.target, ANY_TIME]);
      await hostile.arm(liquidity, 0n, again);
      const error = liquidity.interface.encodeErrorResult("PairLiquidityNothingPaidIn", [0n, 0n, 0n]);
      const sent = liquidity.connect(deployer).remove(0n, 0n, hostile, ANY_TIME);
      await expect(sent).to.emit(hostile, "BuyerCalled").withArgs(false, error);
      expect(await coin.balanceOf(hostile)).to.equal(coins);
    });
  });

  describe("given no liquidity tokens", () => {
    it("rejects the call", async () => {
      const { liquidity, deployer } = system;
      await liquidity.connect(deployer).remove(0n, 0n, deployer, ANY_TIME);
      await expectRevert(
        liquidity.connect(deployer).remove(0n, 0n, deployer, ANY_TIME),
        liquidity,
        "PairLiquidityNothingPaidIn",
        [0n, 0n, 0n],
      );
    });
  });
});
