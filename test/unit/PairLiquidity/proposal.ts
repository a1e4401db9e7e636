import { expect } from "chai";
import type { Treasury } from "../../../packages/sdk/src/typechain/index.js";
import { parseEther, ZeroHash } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { treasuryPairFixture } from "../../fixtures/checkout.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { ANY_TIME, LOCKED_LIQUIDITY } from "../../fixtures/pair.js";
import { actionsOf, govern, passAndQueue, proposalOf } from "../../fixtures/system.js";
import { ETHER, REF } from "../../fixtures/treasury.js";

type Call = [Treasury, string];
type System = Awaited<ReturnType<typeof treasuryPairFixture>>;

const SCV = parseEther("1");
const MONTH = 30n * 86_400n;

/** The two actions that pay SCV in and add it with ether. */
function adding({ treasury, coin, liquidity }: System, coins: bigint, wei: bigint): [Call, Call] {
  const add = liquidity.interface.encodeFunctionData("add", [coins, wei, treasury.target, ANY_TIME]);
  const { interface: calls } = treasury;
  return [
    [treasury, calls.encodeFunctionData("pay", [coin.target, liquidity.target, coins, REF])],
    [treasury, calls.encodeFunctionData("execute", [liquidity.target, wei, add, REF])],
  ];
}

/** The two actions that pay liquidity tokens in and remove them. */
function removing(
  { treasury, pair, liquidity }: System,
  tokens: bigint,
  minCoin: bigint,
  minEther: bigint,
): [Call, Call] {
  const to = treasury.target as string;
  const remove = liquidity.interface.encodeFunctionData("remove", [minCoin, minEther, to, ANY_TIME]);
  const { interface: calls } = treasury;
  return [
    [treasury, calls.encodeFunctionData("pay", [pair.target, liquidity.target, tokens, REF])],
    [treasury, calls.encodeFunctionData("execute", [liquidity.target, 0n, remove, REF])],
  ];
}

describe("PairLiquidity, by proposals of the DAO", () => {
  let system: System;

  beforeEach(async () => {
    system = await networkHelpers.loadFixture(treasuryPairFixture);
    const { treasury, coin } = system;
    for (const asset of [coin.target, ETHER]) {
      await govern(system, [treasury, treasury.interface.encodeFunctionData("setCap", [asset, 12n * SCV, MONTH])]);
    }
  });

  describe("given caps on SCV and ether", () => {
    it("adds liquidity in one proposal, charges the caps, and removes it in another", async () => {
      const { treasury, coin, pair, checkout, buyer } = { ...system, buyer: system.stranger };
      await govern(system, ...adding(system, 10n * SCV, SCV));
      expect(await checkout.reserves()).to.deep.equal([10n * SCV, SCV]);
      const tokens = await pair.balanceOf(treasury);
      expect(tokens).to.equal((await pair.totalSupply()) - LOCKED_LIQUIDITY);
      expect((await treasury.capOf(coin)).available).to.equal(2n * SCV);
      expect((await treasury.capOf(ETHER)).available).to.equal(11n * SCV);

      await checkout.connect(buyer).pay(buyer, SCV, ZeroHash, ANY_TIME, { value: SCV });
      const coins = await coin.balanceOf(treasury);
      const ether = await ethers.provider.getBalance(treasury);
      await govern(system, ...removing(system, tokens, 8n * SCV, SCV));
      expect(await coin.balanceOf(treasury)).to.be.above(coins + 8n * SCV);
      // With the fee of the purchase, but without the share of the locked tokens.
      expect(await ethers.provider.getBalance(treasury)).to.be.above(ether + SCV + SCV / 10n);
      expect(await coin.balanceOf(system.liquidity)).to.equal(0n);
    });

    it("undoes the payment when the price moved after the vote", async () => {
      const { dao, treasury, coin, pair, weth, liquidity, deployer, dave } = system;
      const proposal = proposalOf("add liquidity", ...adding(system, 10n * SCV, SCV));
      await passAndQueue(system, proposal);
      // A first deposit at another price.
      await coin.connect(dave).transfer(pair, SCV);
      await weth.connect(deployer).deposit({ value: SCV });
      await weth.connect(deployer).transfer(pair, SCV);
      await pair.connect(dave).mint(dave);
      await expectRevert(dao.execute(...actionsOf(proposal)), liquidity, "PairLiquidityBelowMinimum", [
        SCV,
        10n * SCV,
        SCV,
        SCV,
      ]);
      expect(await coin.balanceOf(treasury)).to.equal(20n * SCV);
      expect(await coin.balanceOf(liquidity)).to.equal(0n);
    });

    it("cannot reach the coin by an allowance instead", async () => {
      const { dao, treasury, coin, liquidity } = system;
      const approve = coin.interface.encodeFunctionData("approve", [liquidity.target, SCV]);
      const call = treasury.interface.encodeFunctionData("execute", [coin.target, 0n, approve, REF]);
      const proposal = proposalOf("approve", [treasury, call]);
      await passAndQueue(system, proposal);
      await expectRevert(dao.execute(...actionsOf(proposal)), treasury, "TreasuryForbiddenTarget", [coin.target]);
    });
  });
});
