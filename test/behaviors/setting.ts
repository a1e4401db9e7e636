import { expect } from "chai";
import { parseEther } from "ethers";
import type { ServiceDAO } from "../../packages/sdk/src/typechain/index.js";
import { networkHelpers } from "../fixtures/chain.js";
import { asDao, settingName } from "../fixtures/dao.js";
import { expectRevert } from "../fixtures/expectRevert.js";
import { actionsOf, govern, passAndQueue, proposalOf, systemFixture } from "../fixtures/system.js";

/** A setting of the DAO. Only a passed proposal can change it. */
export interface Setting {
  /** Encodes the call that sets it. */
  encode: (dao: ServiceDAO, value: bigint) => string;
  read: (dao: ServiceDAO) => Promise<bigint>;
  event: string;
  initial: bigint;
  min: bigint;
  max: bigint;
  /** Name in `ServiceDAOSettingOutOfBounds`, or the error of a setting that has its own, or that `max` is set instead. */
  outOfBounds: string | { error: string; args: (value: bigint, max: bigint) => unknown[] } | { lowered: true };
}

/** A setting of the DAO that is bounded by what is locked. */
export interface LockedBound extends Pick<Setting, "encode" | "read" | "event" | "initial" | "max"> {
  withoutCarol: bigint;
}

/** Tests the setter of a setting: who may call it, its event and its bounds. */
export function shouldBehaveLikeSetting({ encode, read, event, initial, min, max, outOfBounds }: Setting): void {
  describe("given another caller than the DAO", () => {
    it("rejects members, the guardian and strangers", async () => {
      const { dao, alice, guardian, stranger } = await networkHelpers.loadFixture(systemFixture);
      for (const caller of [alice, guardian, stranger]) {
        await expectRevert(caller.sendTransaction({ to: dao, data: encode(dao, max) }), dao, "GovernorOnlyExecutor", [
          caller.address,
        ]);
      }
      expect(await read(dao)).to.equal(initial);
    });
  });

  describe("given a passed proposal", () => {
    it("sets the value", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      const { dao } = system;
      const value = (min + max) / 2n;
      expect(value).not.to.equal(initial);
      await expect(govern(system, [dao, encode(dao, value)]))
        .to.emit(dao, event)
        .withArgs(initial, value);
      expect(await read(dao)).to.equal(value);
    });
  });

  describe("given the DAO", () => {
    it("accepts the lowest and the highest value", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      const { dao } = system;
      const self = await asDao(system);
      await expect(self.sendTransaction({ to: dao, data: encode(dao, min) }))
        .to.emit(dao, event)
        .withArgs(initial, min);
      expect(await read(dao)).to.equal(min);
      await expect(self.sendTransaction({ to: dao, data: encode(dao, max) }))
        .to.emit(dao, event)
        .withArgs(min, max);
      expect(await read(dao)).to.equal(max);
    });

    if (typeof outOfBounds !== "string" && "lowered" in outOfBounds) {
      it("sets the highest value instead of one beyond it", async () => {
        const { dao, ...system } = await networkHelpers.loadFixture(systemFixture);
        const self = await asDao({ dao, ...system });
        await expect(self.sendTransaction({ to: dao, data: encode(dao, max + 1n) }))
          .to.emit(dao, event)
          .withArgs(initial, max);
        expect(await read(dao)).to.equal(max);
      });
      return;
    }

    it("rejects values one beyond the bounds", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      const { dao } = system;
      const self = await asDao(system);
      for (const value of min === 0n ? [max + 1n] : [min - 1n, max + 1n]) {
        const [error, args] =
          typeof outOfBounds === "string"
            ? ["ServiceDAOSettingOutOfBounds", [settingName(outOfBounds), value, min, max]]
            : [outOfBounds.error, outOfBounds.args(value, max)];
        await expectRevert(self.sendTransaction({ to: dao, data: encode(dao, value) }), dao, error, args);
      }
      expect(await read(dao)).to.equal(initial);
    });
  });
}

/**
 * Tests a setting that is bounded by what is locked. `max` is the bound; coins that the proposal itself locks do not
 * raise it. `withoutCarol` is the bound when Carol has unlocked 10 SCV.
 */
export function shouldBeBoundedByLocked({ encode, read, event, initial, max, withoutCarol }: LockedBound): void {
  describe("given coins that the same proposal locks", () => {
    it("does not count them in the bound", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      const { coin, votes, dao, dave } = system;
      const amount = parseEther("10");
      await coin.connect(dave).transfer(dao, amount);
      const deposit = coin.interface.encodeFunctionData("transferAndCall(address,uint256)", [votes.target, amount]);
      const proposal = proposalOf("stretch the bound", [coin, deposit], [dao, encode(dao, max + 1n)]);
      await passAndQueue(system, proposal);
      await expect(dao.execute(...actionsOf(proposal)))
        .to.emit(dao, event)
        .withArgs(initial, max);
      expect(await read(dao)).to.equal(max);
    });
  });

  describe("given a member who unlocks just before a passed proposal is executed", () => {
    it("executes the proposal with the bound of what is still locked", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      const { votes, dao, carol } = system;
      const proposal = proposalOf("up to the bound", [dao, encode(dao, max)]);
      await passAndQueue(system, proposal);
      await votes.connect(carol).withdrawTo(carol, parseEther("10"));
      await expect(dao.execute(...actionsOf(proposal)))
        .to.emit(dao, event)
        .withArgs(initial, withoutCarol);
      expect(await read(dao)).to.equal(withoutCarol);
    });
  });
}
