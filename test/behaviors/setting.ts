import { expect } from "chai";
import { parseEther } from "ethers";
import type { ServiceDAO } from "../../packages/sdk/src/typechain/index.js";
import { ethers, networkHelpers } from "../fixtures/chain.js";
import { asDao, settingName, State } from "../fixtures/dao.js";
import { expectRevert } from "../fixtures/expectRevert.js";
import {
  actionsOf,
  closeVoting,
  FOR,
  govern,
  openVoting,
  pass,
  passAndQueue,
  proposalOf,
  propose,
  systemFixture,
  type System,
} from "../fixtures/system.js";

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
  halved: bigint;
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
      await expect(govern(system, [dao, encode(dao, min)]))
        .to.emit(dao, event)
        .withArgs(initial, min);
      expect(await read(dao)).to.equal(min);
      await expect(govern(system, [dao, encode(dao, max)]))
        .to.emit(dao, event)
        .withArgs(min, max);
      expect(await read(dao)).to.equal(max);
    });

    if (typeof outOfBounds !== "string" && "lowered" in outOfBounds) {
      it("sets the highest value instead of one beyond it", async () => {
        const system = await networkHelpers.loadFixture(systemFixture);
        const { dao } = system;
        await expect(govern(system, [dao, encode(dao, max + 1n)]))
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
 * Tests a setting that is bounded by what was locked at the snapshot of the proposal that sets it: 70 SCV, of which Bob
 * and Carol have 30. `max` is the bound. `halved` is the bound when 35 SCV were locked.
 */
export function shouldBeBoundedByLocked({ encode, read, event, initial, max, halved }: LockedBound): void {
  describe("given a minority that unlocks everything", () => {
    const leave = async ({ votes, bob, carol }: System) => {
      await votes.connect(bob).withdrawTo(bob, parseEther("20"));
      await votes.connect(carol).withdrawTo(carol, parseEther("10"));
    };

    it("sets what the members voted for, if it leaves as soon as voting opens", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      const { dao, alice } = system;
      const proposal = proposalOf("up to the bound", [dao, encode(dao, max)]);
      const id = await propose(system, proposal);
      await openVoting(system, id);
      await leave(system);
      await dao.connect(alice).castVote(id, FOR);
      await closeVoting(system, id);
      await dao.queue(...actionsOf(proposal));
      await networkHelpers.time.increaseTo(await dao.proposalEta(id));
      await expect(dao.execute(...actionsOf(proposal)))
        .to.emit(dao, event)
        .withArgs(initial, max);
      expect(await read(dao)).to.equal(max);
    });

    it("sets what the members voted for, if it leaves just before the execution", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      const { dao } = system;
      const proposal = proposalOf("up to the bound", [dao, encode(dao, max)]);
      await passAndQueue(system, proposal);
      await leave(system);
      await expect(dao.execute(...actionsOf(proposal)))
        .to.emit(dao, event)
        .withArgs(initial, max);
      expect(await read(dao)).to.equal(max);
    });
  });

  describe("given coins that are locked after the snapshot", () => {
    it("does not count them in the bound", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      const { coin, votes, dao, dave } = system;
      const proposal = proposalOf("stretch the bound", [dao, encode(dao, max + 1n)]);
      await passAndQueue(system, proposal);
      await coin.connect(dave)["transferAndCall(address,uint256)"](votes, parseEther("10"));
      await networkHelpers.time.increase(1);
      await expect(dao.execute(...actionsOf(proposal)))
        .to.emit(dao, event)
        .withArgs(initial, max);
      expect(await read(dao)).to.equal(max);
    });
  });

  describe("given a proposal that executes another one first", () => {
    it("bounds each by its own snapshot", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      const { votes, dao, alice } = system;
      const inner = proposalOf("inner", [dao, encode(dao, max)]);
      const innerId = await pass(system, inner);
      await dao.queue(...actionsOf(inner));
      await votes.connect(alice).withdrawTo(alice, parseEther("35"));
      const executeInner = dao.interface.encodeFunctionData("execute", [
        await Promise.all(inner.targets.map(async (target) => ethers.resolveAddress(target))),
        inner.values,
        inner.calldatas,
        ethers.id(inner.description),
      ]);
      const outer = proposalOf("outer", [dao, executeInner], [dao, encode(dao, max)]);
      const outerId = await propose({ ...system, alice: system.bob }, outer);
      await openVoting(system, outerId);
      await dao.connect(system.bob).castVote(outerId, FOR);
      await closeVoting(system, outerId);
      await dao.queue(...actionsOf(outer));
      await networkHelpers.time.increaseTo(await dao.proposalEta(outerId));
      const execution = dao.execute(...actionsOf(outer));
      await expect(execution).to.emit(dao, event).withArgs(initial, max);
      await expect(execution).to.emit(dao, event).withArgs(max, halved);
      expect(await dao.state(innerId)).to.equal(State.Executed);
      expect(await read(dao)).to.equal(halved);
    });
  });
}
