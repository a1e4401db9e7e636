import { expect } from "chai";
import { parseEther } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { govern, systemFixture } from "../../fixtures/system.js";

describe("ServiceDAO.relay", () => {
  describe("given another caller than the DAO", () => {
    it("rejects, the guardian and members too", async () => {
      const { dao, alice, guardian, stranger } = await networkHelpers.loadFixture(systemFixture);
      for (const caller of [alice, guardian, stranger]) {
        await expectRevert(dao.connect(caller).relay(caller, 0n, "0x"), dao, "GovernorOnlyExecutor", [caller.address]);
      }
    });
  });

  describe("given a passed proposal", () => {
    it("calls with the DAO's ether", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      const { dao, stranger } = system;
      await stranger.sendTransaction({ to: dao, value: 9n });
      const target = await ethers.deployContract("CallTarget");
      const call = target.interface.encodeFunctionData("call", [4n]);
      const tx = govern(system, [dao, dao.interface.encodeFunctionData("relay", [target.target, 9n, call])]);
      await expect(tx).to.emit(target, "Called").withArgs(dao.target, 9n, 4n);
    });
  });

  describe("given the powers of the DAO over the other contracts", () => {
    it("has them by passed proposal only", async () => {
      const system = await networkHelpers.loadFixture(systemFixture);
      const { dao, coin, treasury, alice, deployer } = system;
      expect(await coin.owner()).to.equal(dao.target);
      expect(await treasury.owner()).to.equal(dao.target);
      for (const caller of [alice, deployer]) {
        await expectRevert(coin.connect(caller).mint(caller, 1n), coin, "OwnableUnauthorizedAccount", [caller.address]);
      }
      const mint = coin.interface.encodeFunctionData("mint", [alice.address, parseEther("1")]);
      await expect(govern(system, [coin, mint])).to.changeTokenBalance(ethers, coin, alice, parseEther("1"));
    });
  });
});
