import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { shouldRefuseBadReceivers } from "../../behaviors/ERC1363.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { ALICE_COINS, coinFixture, Receiving, type CoinSystem } from "../../fixtures/coin.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";

function call({ coin, alice }: CoinSystem, to: string, value: bigint, data?: string) {
  return data === undefined
    ? coin.connect(alice)["transferAndCall(address,uint256)"](to, value)
    : coin.connect(alice)["transferAndCall(address,uint256,bytes)"](to, value, data);
}

describe("ServiceCoin.transferAndCall", () => {
  describe("given a receiver that accepts", () => {
    for (const data of [undefined, "0x", `0x${"c0ffee".repeat(30)}`]) {
      it(`pays it, then reports it, with data ${data?.slice(0, 8) ?? "left out"}`, async () => {
        const system = await networkHelpers.loadFixture(coinFixture);
        const { coin, alice } = system;
        const receiver = await ethers.deployContract("Erc1363Receiver", [Receiving.Accepting]);
        const to = await receiver.getAddress();
        const transaction = await call(system, to, 5n, data);
        expect(await eventsOf(transaction, coin, receiver)).to.deep.equal([
          ["Transfer", alice.address, to, 5n],
          ["TransferSeen", coin.target, alice.address, alice.address, 5n, data ?? "0x"],
        ]);
        expect(await coin.balanceOf(alice)).to.equal(ALICE_COINS - 5n);
        expect(await coin.balanceOf(to)).to.equal(5n);
      });
    }

    it("returns true", async () => {
      const { coin, alice } = await networkHelpers.loadFixture(coinFixture);
      const receiver = await ethers.deployContract("Erc1363Receiver", [Receiving.Accepting]);
      const short = coin.connect(alice)["transferAndCall(address,uint256)"];
      const long = coin.connect(alice)["transferAndCall(address,uint256,bytes)"];
      expect(await short.staticCall(receiver, 5n)).to.equal(true);
      expect(await long.staticCall(receiver, 5n, "0x")).to.equal(true);
    });

    it("rejects more than the balance", async () => {
      const system = await networkHelpers.loadFixture(coinFixture);
      const receiver = await ethers.deployContract("Erc1363Receiver", [Receiving.Accepting]);
      await expectRevert(
        call(system, await receiver.getAddress(), ALICE_COINS + 1n),
        system.coin,
        "ERC20InsufficientBalance",
        [system.alice, ALICE_COINS, ALICE_COINS + 1n],
      );
    });
  });

  shouldRefuseBadReceivers({
    error: "ERC1363InvalidReceiver",
    call,
    expectUntouched: async ({ alice }, coin, to) => {
      expect(await coin.balanceOf(alice)).to.equal(ALICE_COINS);
      expect(await coin.balanceOf(to)).to.equal(0n);
    },
  });

  describe("given the zero address", () => {
    it("reverts because the zero address cannot receive coins", async () => {
      const system = await networkHelpers.loadFixture(coinFixture);
      await expectRevert(call(system, ZeroAddress, 5n), system.coin, "ERC20InvalidReceiver", [ZeroAddress]);
    });
  });

  describe("given a receiver that calls back", () => {
    it("cannot pull more from the payer", async () => {
      const system = await networkHelpers.loadFixture(coinFixture);
      const { coin, alice } = system;
      const thief = await ethers.deployContract("ReentrantReceiver");
      await thief.aim(coin, coin.interface.encodeFunctionData("transferFrom", [alice.address, thief.target, 1n]));
      const transaction = await call(system, await thief.getAddress(), 5n);
      const refusal = coin.interface.encodeErrorResult("ERC20InsufficientAllowance", [thief.target, 0n, 1n]);
      await expect(transaction).to.emit(thief, "Reentered").withArgs(false, refusal);
      expect(await coin.balanceOf(alice)).to.equal(ALICE_COINS - 5n);
      expect(await coin.balanceOf(thief)).to.equal(5n);
    });

    it("can spend what it got, once", async () => {
      const system = await networkHelpers.loadFixture(coinFixture);
      const { coin, alice, bob } = system;
      const receiver = await ethers.deployContract("ReentrantReceiver");
      await receiver.aim(coin, coin.interface.encodeFunctionData("transfer", [bob.address, 5n]));
      const transaction = await call(system, await receiver.getAddress(), 5n);
      expect(await eventsOf(transaction, coin, receiver)).to.deep.equal([
        ["Transfer", alice.address, receiver.target, 5n],
        ["Transfer", receiver.target, bob.address, 5n],
        ["Reentered", true, ethers.toBeHex(1, 32)],
      ]);
      expect(await coin.balanceOf(receiver)).to.equal(0n);
      expect(await coin.balanceOf(bob)).to.equal(5n);
    });
  });
});
