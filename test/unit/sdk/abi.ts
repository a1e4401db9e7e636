import { expect } from "chai";
import { Interface } from "ethers";
import hre from "hardhat";
import { INTERFACES } from "../../../packages/sdk/src/core/contracts.js";
import { CONTRACTS } from "../../../packages/sdk/src/core/contracts.js";

describe("packages/sdk/src/abi", () => {
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
