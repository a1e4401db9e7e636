import { expect } from "chai";
import { dataLength, Interface } from "ethers";
import hre from "hardhat";
import { ERC8004 } from "./erc8004Entries.js";

/** How many entries of the standard each contract has; a list that lost some would prove nothing. */
const COUNTS = { ServiceRegistry: 34, ServiceReputation: 14, ServiceValidation: 10 };

describe("ERC-8004", () => {
  for (const [name, entries] of Object.entries(ERC8004)) {
    describe(name, () => {
      let abi: Interface;

      before(async () => {
        abi = new Interface((await hre.artifacts.readArtifact(name)).abi);
      });

      it(`is compared with ${COUNTS[name as keyof typeof COUNTS]} entries`, () => {
        expect(new Set(entries.map(([id]) => id)).size)
          .to.equal(entries.length)
          .and.to.equal(COUNTS[name as keyof typeof COUNTS]);
      });

      for (const [id, declaration] of entries) {
        it(declaration, () => {
          const found = dataLength(id) === 4 ? abi.getFunction(id) : abi.getEvent(id);
          // The same names, types, indexed flags, mutability and return values.
          expect(found?.format("full")).to.equal(declaration);
        });
      }
    });
  }
});
