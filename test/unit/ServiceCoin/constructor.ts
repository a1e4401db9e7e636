import { expect } from "chai";
import { parseEther, ZeroAddress } from "ethers";
import { accountsOf } from "../../fixtures/accounts.js";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { coinFixture, MAX_UINT96 } from "../../fixtures/coin.js";
import { eventsOf } from "../../fixtures/events.js";
import { expectRevert } from "../../fixtures/expectRevert.js";
import { INITIAL_SUPPLY, MAX_SUPPLY, payout } from "../../fixtures/system.js";

describe("ServiceCoin.constructor", () => {
  describe("given an owner, a holder, a supply and a cap", () => {
    it("is called ServiceCoin, SCV, with 18 decimals and version 1", async () => {
      const { coin } = await networkHelpers.loadFixture(coinFixture);
      expect(await coin.name()).to.equal("ServiceCoin");
      expect(await coin.symbol()).to.equal("SCV");
      expect(await coin.decimals()).to.equal(18n);
      expect(await coin.version()).to.equal("1");
    });

    it("gives the supply to the holder and the right to mint to the owner", async () => {
      const [deployer, owner, holder] = await accountsOf(ethers);
      const coin = await ethers.deployContract("ServiceCoin", [owner, holder, INITIAL_SUPPLY, MAX_SUPPLY]);
      expect(await coin.totalSupply()).to.equal(parseEther("100"));
      expect(await coin.balanceOf(holder)).to.equal(parseEther("100"));
      expect(await coin.balanceOf(owner)).to.equal(0n);
      expect(await coin.balanceOf(deployer)).to.equal(0n);
      expect(await coin.owner()).to.equal(owner.address);
      expect(await coin.cap()).to.equal(MAX_SUPPLY);
    });

    it("emits OwnershipTransferred and Transfer", async () => {
      const [, owner, holder] = await accountsOf(ethers);
      const coin = await ethers.deployContract("ServiceCoin", [owner, holder, 5n, 6n]);
      const transaction = coin.deploymentTransaction();
      if (!transaction) throw new Error("deployed without a transaction");
      expect(await eventsOf(transaction, coin)).to.deep.equal([
        ["OwnershipTransferred", ZeroAddress, owner.address],
        ["Transfer", ZeroAddress, holder.address, 5n],
      ]);
    });
  });

  describe("given a cap at the edge", () => {
    it("takes 2**96 - 1, all of it minted", async () => {
      const [owner, holder, payee] = await accountsOf(ethers);
      const coin = await ethers.deployContract("ServiceCoin", [owner, holder, MAX_UINT96, MAX_UINT96]);
      expect(await coin.cap()).to.equal(2n ** 96n - 1n);
      await coin.connect(holder).transferBatch([payout(payee.address, MAX_UINT96)]);
      expect(await coin.balanceOf(payee)).to.equal(2n ** 96n - 1n);
    });

    it("rejects 2**96", async () => {
      const [owner] = await accountsOf(ethers);
      const factory = await ethers.getContractFactory("ServiceCoin");
      await expectRevert(factory.deploy(owner, owner, 0n, MAX_UINT96 + 1n), factory, "ERC20InvalidCap", [2n ** 96n]);
    });

    it("rejects zero", async () => {
      const [owner] = await accountsOf(ethers);
      const factory = await ethers.getContractFactory("ServiceCoin");
      await expectRevert(factory.deploy(owner, owner, 0n, 0n), factory, "ERC20InvalidCap", [0n]);
    });
  });

  describe("given an initial supply at the edge", () => {
    it("takes zero", async () => {
      const [owner] = await accountsOf(ethers);
      const coin = await ethers.deployContract("ServiceCoin", [owner, owner, 0n, 1n]);
      expect(await coin.totalSupply()).to.equal(0n);
    });

    it("takes the whole cap", async () => {
      const [owner] = await accountsOf(ethers);
      const coin = await ethers.deployContract("ServiceCoin", [owner, owner, 10n, 10n]);
      expect(await coin.totalSupply()).to.equal(10n);
    });

    it("rejects one more than the cap", async () => {
      const [owner] = await accountsOf(ethers);
      const factory = await ethers.getContractFactory("ServiceCoin");
      await expectRevert(factory.deploy(owner, owner, 11n, 10n), factory, "ERC20ExceededCap", [11n, 10n]);
    });
  });

  describe("given the zero address", () => {
    it("rejects it as owner", async () => {
      const [holder] = await accountsOf(ethers);
      const factory = await ethers.getContractFactory("ServiceCoin");
      await expectRevert(factory.deploy(ZeroAddress, holder, 1n, 1n), factory, "OwnableInvalidOwner", [ZeroAddress]);
    });

    it("rejects it as holder", async () => {
      const [owner] = await accountsOf(ethers);
      const factory = await ethers.getContractFactory("ServiceCoin");
      await expectRevert(factory.deploy(owner, ZeroAddress, 1n, 1n), factory, "ERC20InvalidReceiver", [ZeroAddress]);
    });
  });
});
