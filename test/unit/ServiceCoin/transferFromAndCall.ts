import { expect } from "chai";
import { shouldRefuseBadReceivers } from "../../behaviors/ERC1363.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { ALICE_COINS, coinFixture, Receiving, type CoinSystem } from "../../fixtures/coin.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";

/** Bob moves alice's coins by an allowance of 8. */
async function call({ coin, alice, bob }: CoinSystem, to: string, value: bigint, data?: string) {
  await coin.connect(alice).approve(bob, 8n);
  return data === undefined
    ? coin.connect(bob)["transferFromAndCall(address,address,uint256)"](alice, to, value)
    : coin.connect(bob)["transferFromAndCall(address,address,uint256,bytes)"](alice, to, value, data);
}

describe("ServiceCoin.transferFromAndCall", () => {
  describe("given a receiver that accepts", () => {
    for (const data of [undefined, "0x", `0x${"c0ffee".repeat(30)}`]) {
      it(`pays it, then reports it who pays and who moves, with data ${data?.slice(0, 8) ?? "left out"}`, async () => {
        const system = await networkHelpers.loadFixture(coinFixture);
        const { coin, alice, bob } = system;
        const receiver = await ethers.deployContract("Erc1363Receiver", [Receiving.Accepting]);
        const to = await receiver.getAddress();
        const transaction = await call(system, to, 5n, data);
        expect(await eventsOf(transaction, coin, receiver)).to.deep.equal([
          ["Transfer", alice.address, to, 5n],
          ["TransferSeen", coin.target, bob.address, alice.address, 5n, data ?? "0x"],
        ]);
        expect(await coin.balanceOf(alice)).to.equal(ALICE_COINS - 5n);
        expect(await coin.balanceOf(to)).to.equal(5n);
        expect(await coin.allowance(alice, bob)).to.equal(3n);
      });
    }

    it("returns true", async () => {
      const { coin, alice, bob } = await networkHelpers.loadFixture(coinFixture);
      const receiver = await ethers.deployContract("Erc1363Receiver", [Receiving.Accepting]);
      await coin.connect(alice).approve(bob, 5n);
      const short = coin.connect(bob)["transferFromAndCall(address,address,uint256)"];
      const long = coin.connect(bob)["transferFromAndCall(address,address,uint256,bytes)"];
      expect(await short.staticCall(alice, receiver, 5n)).to.equal(true);
      expect(await long.staticCall(alice, receiver, 5n, "0x")).to.equal(true);
    });

    it("rejects more than the allowance", async () => {
      const system = await networkHelpers.loadFixture(coinFixture);
      const receiver = await ethers.deployContract("Erc1363Receiver", [Receiving.Accepting]);
      await expectRevert(call(system, await receiver.getAddress(), 9n), system.coin, "ERC20InsufficientAllowance", [
        system.bob,
        8n,
        9n,
      ]);
    });
  });

  shouldRefuseBadReceivers({
    error: "ERC1363InvalidReceiver",
    call,
    expectUntouched: async ({ alice, bob }, coin, to) => {
      expect(await coin.balanceOf(alice)).to.equal(ALICE_COINS);
      expect(await coin.balanceOf(to)).to.equal(0n);
      expect(await coin.allowance(alice, bob)).to.equal(8n);
    },
  });

  describe("given a receiver that calls back with an allowance of its own", () => {
    it("spends that allowance and no more", async () => {
      const system = await networkHelpers.loadFixture(coinFixture);
      const { coin, alice, bob } = system;
      const receiver = await ethers.deployContract("ReentrantReceiver");
      await coin.connect(alice).approve(receiver, 3n);
      const again = "transferFromAndCall(address,address,uint256)";
      await receiver.aim(coin, coin.interface.encodeFunctionData(again, [alice.address, receiver.target, 3n]));
      const transaction = await call(system, await receiver.getAddress(), 5n);
      await expect(transaction).to.emit(receiver, "Reentered").withArgs(true, ethers.toBeHex(1, 32));
      expect(await coin.balanceOf(receiver)).to.equal(8n);
      expect(await coin.balanceOf(alice)).to.equal(ALICE_COINS - 8n);
      expect(await coin.allowance(alice, receiver)).to.equal(0n);
      expect(await coin.allowance(alice, bob)).to.equal(3n);
    });
  });
});
