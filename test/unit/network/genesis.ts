import { expect } from "chai";
import { parseEther } from "ethers";
import { network } from "hardhat";
import { CHAIN_ID, chainParameters, genesisState } from "../../../scripts/network/genesis.js";
import { field } from "../../../scripts/network/http.js";

describe("genesis of the network", () => {
  describe("given the balances", () => {
    it("funds the accounts of a local chain with the same amounts", async () => {
      const { ethers } = await network.create();
      const accounts = (await ethers.getSigners()).map(({ address }) => address.toLowerCase());
      expect(Object.keys(genesisState())).to.deep.equal(accounts);
      expect(new Set(Object.values(genesisState()).map(BigInt))).to.deep.equal(new Set([parseEther("10000")]));
    });
  });

  describe("given the parameters of the chain", () => {
    it("has the chain id of Hardhat's local chain", async () => {
      const { ethers } = await network.create();
      expect(BigInt(CHAIN_ID)).to.equal((await ethers.provider.getNetwork()).chainId);
      expect(field(chainParameters(0), "chainId")).to.equal(CHAIN_ID);
    });

    it("begins at the given time", () => {
      expect(field(chainParameters(255), "genesis", "timestamp")).to.equal("0xff");
    });

    it("adds transient storage and MCOPY to Shanghai", () => {
      const eips = field(chainParameters(0), "customHardforks", "shanghai", "eips");
      expect(eips).to.include.members([1153, 5656]);
      expect(eips, "blobs change the block").not.to.include(4844);
    });

    it("merges at block 0", () => {
      const forks = field(chainParameters(0), "hardforks");
      expect(forks).to.deep.include({ name: "paris", block: 0, ttd: "0" });
    });
  });
});
