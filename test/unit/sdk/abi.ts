import { expect } from "chai";
import { Interface } from "ethers";
import hre from "hardhat";
import { INTERFACES } from "../../../src/sdk/core/abis.js";
import { CONTRACTS } from "../../../src/sdk/core/names.js";

describe("src/abi", () => {
  for (const name of CONTRACTS) {
    it(`${name} is what is compiled (npm run abi writes it)`, async () => {
      const { abi } = await hre.artifacts.readArtifact(name);
      const compiled = new Interface(abi).fragments.filter(({ type }) => type !== "constructor");
      const written = INTERFACES[name].fragments.filter(({ type }) => type !== "constructor");
      const texts = (fragments: typeof written) => fragments.map((fragment) => fragment.format("full")).sort();
      expect(texts([...written])).to.deep.equal(texts([...compiled]));
    });
  }
});
