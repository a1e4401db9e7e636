import { expect } from "chai";
import { parseEther, ZeroHash } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { checkoutFixture, leftIn, PLENTY, RESERVES, stateOf, type CheckoutSystem } from "../../fixtures/checkout.js";
import { packed } from "../../fixtures/deals.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { orderOf } from "../../fixtures/hub.js";
import { ANY_TIME, exactInput, pairOf, wholePair } from "../../fixtures/pair.js";
import { AMOUNT, INPUT } from "./ways.js";

const SCV = parseEther("1");

describe("Checkout, attacked", () => {
  let system: CheckoutSystem;

  beforeEach(async () => {
    system = await networkHelpers.loadFixture(checkoutFixture);
  });

  const pay = (value: bigint, amount = SCV) =>
    system.checkout.connect(system.buyer).pay(system.payee, amount, ZeroHash, ANY_TIME, { value });

  describe("given an attacker who trades before and after a purchase", () => {
    /** Buys as the attacker before the purchase. Returns what sells the coins again. */
    async function buyFirst(amount: bigint) {
      const { checkout, router, coin, weth, payer: attacker } = system;
      const ether = await checkout.inputFor(amount);
      await checkout.connect(attacker).pay(attacker, amount, ZeroHash, ANY_TIME, { value: ether });
      await coin.connect(attacker).approve(router.target, amount);
      return async (): Promise<bigint> => {
        const before = await weth.balanceOf(attacker);
        const swap = await router
          .getFunction("swapExactTokensForTokens")
          .populateTransaction(amount, 0n, [coin.target, weth.target], attacker.address, ANY_TIME);
        await attacker.sendTransaction(swap);
        return (await weth.balanceOf(attacker)) - before - ether;
      };
    }

    it("lets the buyer pay the maximum at most, and the attacker gain less than the buyer's margin", async () => {
      const fair = await system.checkout.inputFor(SCV);
      const maximum = (fair * 105n) / 100n;
      const sell = await buyFirst(SCV / 2n - SCV / 10n);
      await expect(pay(maximum)).to.changeTokenBalance(ethers, system.coin, system.payee, SCV);
      expect(await sell()).to.be.below(maximum - fair);
    });

    it("rejects the purchase if the price has risen above the maximum: the attacker only loses fees", async () => {
      const maximum = ((await system.checkout.inputFor(SCV)) * 105n) / 100n;
      const sell = await buyFirst(AMOUNT);
      const now = await system.checkout.inputFor(SCV);
      await expectRevert(pay(maximum), system.checkout, "CheckoutInputAboveMaximum", [now, maximum]);
      expect(await sell()).to.be.below(0n);
    });
  });

  describe("given tokens that someone sent to the pair", () => {
    beforeEach(async () => {
      const { coin, weth, pair, payer } = system;
      await coin.connect(payer).transfer(pair, AMOUNT);
      await weth.connect(payer).deposit({ value: RESERVES.wei });
      await weth.connect(payer).transfer(pair, RESERVES.wei);
    });

    it("sells at the reserves before `sync`", async () => {
      await expect(pay(PLENTY, AMOUNT)).to.changeEtherBalance(ethers, system.buyer, -INPUT);
      expect(await leftIn(system)).to.deep.equal([0n, 0n, 0n]);
    });

    it("sells at the new reserves after `sync`", async () => {
      await wholePair(system.pair).getFunction("sync")();
      const input = exactInput(AMOUNT, RESERVES.coins + AMOUNT, 2n * RESERVES.wei);
      await expect(pay(PLENTY, AMOUNT)).to.changeEtherBalance(ethers, system.buyer, -input);
    });

    it("sells at the same price after `skim`", async () => {
      await wholePair(system.pair).getFunction("skim")(system.arbiter.address);
      await expect(pay(PLENTY, AMOUNT)).to.changeEtherBalance(ethers, system.buyer, -INPUT);
    });
  });

  describe("given ether and tokens that were sent to the checkout", () => {
    it("spends none of them, and returns only what the buyer sent too much", async () => {
      const { checkout, coin, weth, payer, buyer } = system;
      await expect(payer.sendTransaction({ to: checkout, value: 1n })).to.revert(ethers);
      await networkHelpers.setBalance(checkout.target as string, 7n);
      await coin.connect(payer).transfer(checkout, 8n);
      await weth.connect(buyer).transfer(checkout, 9n);
      await expect(pay(PLENTY, AMOUNT)).to.changeEtherBalance(ethers, buyer, -INPUT);
      expect(await leftIn(system)).to.deep.equal([8n, 9n, 7n]);
    });
  });

  describe("given a buyer that is a contract", () => {
    const HALF = SCV / 2n;

    async function hostileBuyer() {
      const hostile = await ethers.deployContract("HostileBuyer");
      const payment = (value: bigint) =>
        [
          system.checkout,
          value,
          system.checkout.interface.encodeFunctionData("pay", [system.payee.address, HALF, ZeroHash, ANY_TIME]),
        ] as const;
      return { hostile, payment };
    }

    it("rejects the purchase of one that rejects the rest, and accepts the exact input", async () => {
      const { checkout, coin, payee } = system;
      const { hostile, payment } = await hostileBuyer();
      await hostile.setRefusing(true);
      const input = await checkout.inputFor(HALF);
      const before = await stateOf(system);
      await expectRevert(
        hostile.act(...payment(input + 1n), { value: input + 1n }),
        checkout,
        "CheckoutRefundRejected",
        [hostile, 1n],
      );
      expect(await stateOf(system)).to.deep.equal(before);
      await hostile.act(...payment(input), { value: input });
      expect(await coin.balanceOf(payee)).to.equal(HALF);
    });

    it("sells again to one that buys when it gets the rest, at the new price", async () => {
      const { checkout, coin, payee } = system;
      const { hostile, payment } = await hostileBuyer();
      await hostile.arm(...payment(SCV));
      await expect(hostile.act(...payment(SCV), { value: 2n * SCV }))
        .to.emit(hostile, "BuyerCalled")
        .withArgs(true, (result: string) => BigInt(result) > 0n);
      expect(await coin.balanceOf(payee)).to.equal(2n * HALF);
      const spent = 2n * SCV - (await ethers.provider.getBalance(hostile));
      expect([...(await checkout.reserves())]).to.deep.equal([RESERVES.coins - SCV, RESERVES.wei + spent]);
      expect(await leftIn(system)).to.deep.equal([0n, 0n, 0n]);
    });

    it("sells nothing within a flash swap of the same pair, which is locked", async () => {
      const { coin, pair, payer, payee } = system;
      const { hostile, payment } = await hostileBuyer();
      await coin.connect(payer).transfer(hostile, SCV);
      await payer.sendTransaction({ to: hostile, value: SCV });
      await hostile.arm(...payment(SCV));
      const isFirst = (await wholePair(pair).getFunction("token0")()) === coin.target;
      const back = ethers.AbiCoder.defaultAbiCoder().encode(["address", "uint256"], [coin.target, SCV + SCV / 100n]);
      const [out0, out1] = isFirst ? [SCV, 0n] : [0n, SCV];
      const flash = pair.interface.encodeFunctionData("swap", [out0, out1, hostile.target, back]);
      const locked = new ethers.Interface(["error Error(string)"]).encodeErrorResult("Error", ["UniswapV2: LOCKED"]);
      await expect(hostile.act(pair, 0n, flash))
        .to.emit(hostile, "BuyerCalled")
        .withArgs(false, locked);
      expect(await coin.balanceOf(payee)).to.equal(0n);
      expect(await leftIn(system)).to.deep.equal([0n, 0n, 0n]);
    });
  });

  describe("given a token with a fee in the place of wrapped ether", () => {
    it("sells nothing: the pair was not paid in full", async () => {
      const { coin, hub, factory, payer, payee, deployer } = system;
      const weth = await ethers.deployContract("FeeWeth", deployer);
      const checkout = await ethers.deployContract("Checkout", [coin, hub, weth, factory], payer);
      const pair = await pairOf(ethers, factory, [coin, weth]);
      await coin.transfer(pair, AMOUNT);
      await weth.deposit({ value: SCV });
      await weth.transfer(pair, SCV);
      await pair.connect(deployer).mint(deployer);
      await weth.connect(payer).deposit({ value: SCV });
      await weth.connect(payer).approve(checkout, SCV);
      const deal = packed(await orderOf(system, { price: SCV }));
      const calls = [
        () => checkout.pay(payee, SCV, ZeroHash, ANY_TIME, { value: SCV }),
        () => checkout.payWithWeth(payee, SCV, ZeroHash, SCV, ANY_TIME),
        () => checkout.open(deal, SCV, "0x", ANY_TIME, { value: SCV }),
        () => checkout.openWithWeth(deal, SCV, "0x", SCV, ANY_TIME),
      ];
      for (const call of calls) await expect(call()).to.be.revertedWith("UniswapV2: K");
      expect(await coin.balanceOf(payee)).to.equal(0n);
    });
  });
});
