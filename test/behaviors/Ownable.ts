import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import type { Credit, PaymentHub, ServiceCoin, Treasury } from "../../packages/sdk/src/typechain/index.js";
import { networkHelpers } from "../fixtures/chain.js";
import { eventsOf } from "../fixtures/events.js";
import { expectRevert } from "../fixtures/expectRevert.js";

/** A contract with one owner, and a function that only the owner may call. */
export interface OwnedSystem {
  contract: Credit | PaymentHub | ServiceCoin | Treasury;
  owner: HardhatEthersSigner;
  successor: HardhatEthersSigner;
  /** Accounts that are not the owner. */
  others: readonly HardhatEthersSigner[];
  /** Calls the owner's function with a value. */
  act: (caller: HardhatEthersSigner, value: bigint) => Promise<unknown>;
  /** Expects the state after the caller's last successful call. */
  expectEffect: (caller: HardhatEthersSigner, value: bigint) => Promise<void>;
}

/**
 * Tests `transferOwnership` and `renounceOwnership`.
 * @param fixture A named function, for `loadFixture`.
 */
export function shouldBehaveLikeOwnable(fixture: () => Promise<OwnedSystem>): void {
  describe("given another caller than the owner", () => {
    it("reverts because only the owner may transfer or renounce the ownership", async () => {
      const { contract, others } = await networkHelpers.loadFixture(fixture);
      for (const caller of others) {
        const asCaller = contract.connect(caller);
        for (const call of [() => asCaller.transferOwnership(caller), () => asCaller.renounceOwnership()]) {
          await expectRevert(call(), contract, "OwnableUnauthorizedAccount", [caller.address]);
        }
      }
    });
  });

  describe("given the owner", () => {
    it("transfers every power to the new owner", async () => {
      const { contract, owner, successor, act, expectEffect } = await networkHelpers.loadFixture(fixture);
      const transaction = await contract.connect(owner).transferOwnership(successor);
      expect(await eventsOf(transaction, contract)).to.deep.equal([
        ["OwnershipTransferred", owner.address, successor.address],
      ]);
      expect(await contract.owner()).to.equal(successor.address);
      await act(successor, 3n);
      await expectEffect(successor, 3n);
      await expectRevert(act(owner, 4n), contract, "OwnableUnauthorizedAccount", [owner.address]);
    });

    it("reverts because the zero address cannot be the owner", async () => {
      const { contract, owner } = await networkHelpers.loadFixture(fixture);
      await expectRevert(contract.connect(owner).transferOwnership(ZeroAddress), contract, "OwnableInvalidOwner", [
        ZeroAddress,
      ]);
    });

    it("can renounce the ownership for ever", async () => {
      const { contract, owner, act, expectEffect } = await networkHelpers.loadFixture(fixture);
      await act(owner, 9n);
      await contract.connect(owner).renounceOwnership();
      expect(await contract.owner()).to.equal(ZeroAddress);
      await expectRevert(act(owner, 1n), contract, "OwnableUnauthorizedAccount", [owner.address]);
      await expectEffect(owner, 9n);
    });
  });
}
