import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { shouldRefuseBadReceivers } from "../../behaviors/ERC1363.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { ALICE_COINS, coinFixture, Receiving, type CoinSystem } from "../../fixtures/coin.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";

function call({ coin, alice }: CoinSystem, to: string, value: bigint, data?: string) {
  return data === undefined
    ? coin.connect(alice)["approveAndCall(address,uint256)"](to, value)
    : coin.connect(alice)["approveAndCall(address,uint256,bytes)"](to, value, data);
}

describe("ServiceCoin.approveAndCall", () => {
  describe("given a spender that accepts", () => {
    for (const data of [undefined, "0x", `0x${"c0ffee".repeat(30)}`]) {
      it(`approves it, then reports it, with data ${data?.slice(0, 8) ?? "left out"}`, async () => {
        const system = await networkHelpers.loadFixture(coinFixture);
        const { coin, alice } = system;
        const spender = await ethers.deployContract("Erc1363Receiver", [Receiving.Accepting]);
        const to = await spender.getAddress();
        const transaction = await call(system, to, 5n, data);
        expect(await eventsOf(transaction, coin, spender)).to.deep.equal([
          ["Approval", alice.address, to, 5n],
          ["ApprovalSeen", coin.target, alice.address, 5n, data ?? "0x"],
        ]);
        expect(await coin.allowance(alice, to)).to.equal(5n);
        expect(await coin.balanceOf(alice)).to.equal(ALICE_COINS);
      });
    }

    it("returns true", async () => {
      const { coin, alice } = await networkHelpers.loadFixture(coinFixture);
      const spender = await ethers.deployContract("Erc1363Receiver", [Receiving.Accepting]);
      const short = coin.connect(alice)["approveAndCall(address,uint256)"];
      const long = coin.connect(alice)["approveAndCall(address,uint256,bytes)"];
      expect(await short.staticCall(spender, 5n)).to.equal(true);
      expect(await long.staticCall(spender, 5n, "0x")).to.equal(true);
    });
  });

  shouldRefuseBadReceivers({
    error: "ERC1363InvalidSpender",
    call,
    expectUntouched: async ({ alice }, coin, to) => {
      expect(await coin.allowance(alice, to)).to.equal(0n);
    },
  });

  describe("given the zero address", () => {
    it("reverts because the zero address cannot be a spender", async () => {
      const system = await networkHelpers.loadFixture(coinFixture);
      await expectRevert(call(system, ZeroAddress, 5n), system.coin, "ERC20InvalidSpender", [ZeroAddress]);
    });
  });

  describe("given a spender that calls back", () => {
    for (const [amount, success] of [
      [5n, true],
      [6n, false],
    ] as const) {
      it(`${success ? "can" : "cannot"} spend ${amount} of an approval of 5 at once`, async () => {
        const system = await networkHelpers.loadFixture(coinFixture);
        const { coin, alice } = system;
        const spender = await ethers.deployContract("ReentrantReceiver");
        const pull = coin.interface.encodeFunctionData("transferFrom", [alice.address, spender.target, amount]);
        await spender.aim(coin, pull);
        const result = success
          ? ethers.toBeHex(1, 32)
          : coin.interface.encodeErrorResult("ERC20InsufficientAllowance", [spender.target, 5n, amount]);
        const transaction = await call(system, await spender.getAddress(), 5n);
        await expect(transaction).to.emit(spender, "Reentered").withArgs(success, result);
        expect(await coin.balanceOf(alice)).to.equal(success ? ALICE_COINS - 5n : ALICE_COINS);
        expect(await coin.allowance(alice, spender)).to.equal(success ? 0n : 5n);
      });
    }
  });
});
