import { expect } from "chai";
import { parseEther, ZeroAddress } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { changeCap, ETHER, REF, treasuryFixture } from "../../fixtures/treasury.js";

/** The treasury's target may pull all of its SCV, by an allowance from before the coin was capped at 30. */
async function earlierAllowanceFixture() {
  const system = await treasuryFixture();
  const { treasury, coin, target } = system;
  const approve = coin.interface.encodeFunctionData("approve", [target.target, parseEther("20")]);
  await treasury.execute(coin, 0n, approve, REF);
  await treasury.setCap(coin, 30n, 1000n);
  const pull = (amount: bigint) => target.interface.encodeFunctionData("pull", [coin.target, amount]);
  return { ...system, approve, pull };
}

describe("Treasury.execute", () => {
  describe("given another caller than the owner", () => {
    it("reverts because only the owner may call", async () => {
      const { treasury, target, stranger } = await networkHelpers.loadFixture(treasuryFixture);
      await expectRevert(
        treasury.connect(stranger).execute(target, 0n, "0x", REF),
        treasury,
        "OwnableUnauthorizedAccount",
        [stranger.address],
      );
    });

    it("rejects the treasury itself", async () => {
      const { treasury } = await networkHelpers.loadFixture(treasuryFixture);
      const data = treasury.interface.encodeFunctionData("setCap", [ETHER, 0n, 0n]);
      await expectRevert(treasury.execute(treasury, 0n, data, REF), treasury, "OwnableUnauthorizedAccount", [
        treasury.target,
      ]);
    });
  });

  describe("given a contract", () => {
    it("calls it as the treasury, with ether, and returns what it returned", async () => {
      const { treasury, target } = await networkHelpers.loadFixture(treasuryFixture);
      const data = target.interface.encodeFunctionData("call", [21n]);
      const result = await treasury.execute.staticCall(target, 5n, data, REF);
      const expected = ethers.AbiCoder.defaultAbiCoder().encode(["uint256", "uint256"], [treasury.target, 42n]);
      expect(result).to.equal(expected);

      const tx = treasury.execute(target, 5n, data, REF);
      await expect(tx).to.emit(treasury, "Executed").withArgs(target.target, 5n, data, REF);
      await expect(tx).to.emit(target, "Called").withArgs(treasury.target, 5n, 21n);
      await expect(tx).to.changeEtherBalances(ethers, [treasury, target], [-5n, 5n]);
    });

    it("passes on its error", async () => {
      const { treasury, target } = await networkHelpers.loadFixture(treasuryFixture);
      await expectRevert(
        treasury.execute(target, 0n, target.interface.encodeFunctionData("fail", [7n]), REF),
        target,
        "CallTargetFailed",
        [7n],
      );
    });

    it("rejects when it fails without a word", async () => {
      const { treasury, target } = await networkHelpers.loadFixture(treasuryFixture);
      const data = target.interface.encodeFunctionData("failSilently");
      await expectRevert(treasury.execute(target, 0n, data, REF), treasury, "FailedCall");
    });

    it("rejects to send more ether than there is", async () => {
      const { treasury, target } = await networkHelpers.loadFixture(treasuryFixture);
      const data = target.interface.encodeFunctionData("call", [1n]);
      await expectRevert(treasury.execute(target, parseEther("5") + 1n, data, REF), treasury, "InsufficientBalance", [
        parseEther("5"),
        parseEther("5") + 1n,
      ]);
    });
  });

  describe("given an account without code", () => {
    it("reverts because there is no code to call", async () => {
      const { treasury, payee } = await networkHelpers.loadFixture(treasuryFixture);
      for (const data of ["0x", "0x12345678"]) {
        await expectRevert(treasury.execute(payee, 1n, data, REF), treasury, "AddressEmptyCode", [payee.address]);
      }
    });
  });

  describe("given a capped token as the target", () => {
    it("rejects while it is capped", async () => {
      const { treasury, coin, approve } = await networkHelpers.loadFixture(earlierAllowanceFixture);
      await expectRevert(treasury.execute(coin, 0n, approve, REF), treasury, "TreasuryForbiddenTarget", [coin.target]);
      await changeCap(treasury, coin, 0n, 0n);
      await expect(treasury.execute(coin, 0n, approve, REF))
        .to.emit(treasury, "Executed")
        .withArgs(coin.target, 0n, approve, REF);
    });
  });

  describe("given a cap on ether", () => {
    it("calls contracts with as much ether as the cap allows", async () => {
      const { treasury, target } = await networkHelpers.loadFixture(treasuryFixture);
      const data = target.interface.encodeFunctionData("call", [1n]);
      await treasury.setCap(ETHER, 100n, 1000n);
      await expectRevert(treasury.execute(target, 101n, data, REF), treasury, "TreasuryCapExceeded", [
        ETHER,
        101n,
        100n,
      ]);
      await treasury.execute(target, 100n, data, REF);
      expect(await treasury.capOf(ETHER)).to.deep.equal([100n, 1000n, 0n]);
      await treasury.execute(target, 0n, data, REF);
      await expectRevert(treasury.execute(target, 1n, data, REF), treasury, "TreasuryCapExceeded", [ETHER, 1n, 0n]);
    });

    it("counts what it sends although it comes back at once", async () => {
      const { treasury, target } = await networkHelpers.loadFixture(treasuryFixture);
      await treasury.setCap(ETHER, 100n, 1000n);
      const back = (amount: bigint) => target.interface.encodeFunctionData("pushEther", [treasury.target, amount]);
      await expectRevert(treasury.execute(target, 101n, back(101n), REF), treasury, "TreasuryCapExceeded", [
        ETHER,
        101n,
        100n,
      ]);
      const tx = treasury.execute(target, 60n, back(60n), REF);
      await expect(tx).to.changeEtherBalances(ethers, [treasury, target], [0n, 0n]);
      expect(await treasury.capOf(ETHER)).to.deep.equal([100n, 1000n, 40n]);
      await treasury.execute(target, 40n, back(1n), REF);
      expect(await treasury.capOf(ETHER)).to.deep.equal([100n, 1000n, 0n]);
    });

    it("takes the zero address for an account without code, not for the capped asset", async () => {
      const { treasury } = await networkHelpers.loadFixture(treasuryFixture);
      await treasury.setCap(ETHER, 10n, 1000n);
      await expectRevert(treasury.execute(ZeroAddress, 0n, "0x", REF), treasury, "AddressEmptyCode", [ZeroAddress]);
    });
  });

  describe("given a capped token and an allowance from before", () => {
    it("counts what the other contract pulls", async () => {
      const { treasury, coin, target, pull } = await networkHelpers.loadFixture(earlierAllowanceFixture);
      await expectRevert(treasury.execute(target, 0n, pull(31n), REF), treasury, "TreasuryCapExceeded", [
        coin.target,
        31n,
        30n,
      ]);
      await expect(treasury.execute(target, 0n, pull(30n), REF)).to.changeTokenBalances(
        ethers,
        coin,
        [treasury, target],
        [-30n, 30n],
      );
      expect(await treasury.capOf(coin)).to.deep.equal([30n, 1000n, 0n]);
    });

    it("counts each capped asset on its own", async () => {
      const { treasury, coin, target, pull } = await networkHelpers.loadFixture(earlierAllowanceFixture);
      await treasury.setCap(ETHER, 50n, 1000n);
      await treasury.execute(target, 20n, pull(10n), REF);
      expect(await treasury.capOf(coin)).to.deep.equal([30n, 1000n, 20n]);
      expect(await treasury.capOf(ETHER)).to.deep.equal([50n, 1000n, 30n]);
      await expectRevert(treasury.execute(target, 31n, pull(1n), REF), treasury, "TreasuryCapExceeded", [
        ETHER,
        31n,
        30n,
      ]);
      await expectRevert(treasury.execute(target, 1n, pull(21n), REF), treasury, "TreasuryCapExceeded", [
        coin.target,
        21n,
        20n,
      ]);
    });

    it("does not raise the cap by what comes in", async () => {
      const { treasury, coin, target, pull } = await networkHelpers.loadFixture(earlierAllowanceFixture);
      await treasury.execute(target, 0n, pull(30n), REF);
      const push = target.interface.encodeFunctionData("push", [coin.target, treasury.target, 30n]);
      await expect(treasury.execute(target, 0n, push, REF)).to.changeTokenBalance(ethers, coin, treasury, 30n);
      expect(await treasury.capOf(coin)).to.deep.equal([30n, 1000n, 0n]);
    });
  });

  describe("given a contract that pulls capped tokens and sends some back in the same call", () => {
    /** The treasury makes `hostile` pull `amount`, of which `hostile` sends `back` at once. */
    async function pullAndReturn(amount: bigint, back: bigint) {
      const { treasury, coin, hostile } = await networkHelpers.loadFixture(treasuryFixture);
      await treasury.execute(coin, 0n, coin.interface.encodeFunctionData("approve", [hostile.target, amount]), REF);
      await treasury.setCap(coin, 30n, 1000n);
      await hostile.arm(coin, 0n, coin.interface.encodeFunctionData("transfer", [treasury.target, back]), 1n);
      const pull = coin.interface.encodeFunctionData("transferFromAndCall(address,address,uint256)", [
        treasury.target,
        hostile.target,
        amount,
      ]);
      const act = hostile.interface.encodeFunctionData("act", [coin.target, pull]);
      return { treasury, coin, hostile, tx: treasury.execute(hostile, 0n, act, REF) };
    }

    it("counts nothing when all came back", async () => {
      const { treasury, coin, hostile, tx } = await pullAndReturn(1000n, 1000n);
      await expect(tx).to.emit(coin, "Transfer").withArgs(treasury.target, hostile.target, 1000n);
      await expect(tx).to.emit(coin, "Transfer").withArgs(hostile.target, treasury.target, 1000n);
      expect(await treasury.capOf(coin)).to.deep.equal([30n, 1000n, 30n]);
    });

    it("counts what did not come back", async () => {
      const { treasury, coin, hostile, tx } = await pullAndReturn(1000n, 970n);
      await expect(tx).to.changeTokenBalances(ethers, coin, [treasury, hostile], [-30n, 30n]);
      expect(await treasury.capOf(coin)).to.deep.equal([30n, 1000n, 0n]);
    });

    it("rejects when one base unit too few came back", async () => {
      const { treasury, coin, tx } = await pullAndReturn(1000n, 969n);
      await expectRevert(tx, treasury, "TreasuryCapExceeded", [coin.target, 31n, 30n]);
    });
  });
});
