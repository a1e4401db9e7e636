import { expect } from "chai";
import type { ServiceDAO } from "../../packages/sdk/src/typechain/index.js";
import { networkHelpers } from "../fixtures/chain.js";
import { asDao, settingName } from "../fixtures/dao.js";
import { govern, systemFixture } from "../fixtures/system.js";

/** A setting of the DAO that only a passed proposal can change. */
export interface Setting {
  /** The calldata that sets it. */
  encode: (dao: ServiceDAO, value: bigint) => string;
  read: (dao: ServiceDAO) => Promise<bigint>;
  event: string;
  initial: bigint;
  min: bigint;
  max: bigint;
  /** Name in `ServiceDAOSettingOutOfBounds`, or the error that the setting has instead. */
  outOfBounds: string | { error: string; args: (value: bigint, max: bigint) => unknown[] };
}

export function shouldBehaveLikeSetting({ encode, read, event, initial, min, max, outOfBounds }: Setting): void {
  describe("given another caller than the DAO", () => {
    it("refuses members, the guardian and strangers", async () => {
      const { dao, alice, guardian, stranger } = await networkHelpers.loadFixture(systemFixture);
      for (const caller of [alice, guardian, stranger]) {
        await expect(caller.sendTransaction({ to: dao, data: encode(dao, max) }))
          .to.be.revertedWithCustomError(dao, "GovernorOnlyExecutor")
          .withArgs(caller.address);
      }
      expect(await read(dao)).to.equal(initial);
    });
  });

  describe("given a passed proposal", () => {
    it("sets it", async () => {
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
    it("takes the lowest and the highest value", async () => {
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

    it("refuses what lies one beyond", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      const { dao } = system;
      const self = await asDao(system);
      for (const value of min === 0n ? [max + 1n] : [min - 1n, max + 1n]) {
        const [error, args] =
          typeof outOfBounds === "string"
            ? ["ServiceDAOSettingOutOfBounds", [settingName(outOfBounds), value, min, max]]
            : [outOfBounds.error, outOfBounds.args(value, max)];
        await expect(self.sendTransaction({ to: dao, data: encode(dao, value) }))
          .to.be.revertedWithCustomError(dao, error)
          .withArgs(...args);
      }
      expect(await read(dao)).to.equal(initial);
    });
  });
}
