import { expect } from "chai";
import { globalOptions } from "hardhat";
import { readBaseline } from "./baseline.js";
import { markFaults } from "./faults.js";
import { measure, type Measurements } from "./measure.js";

// Coverage adds code of its own to every contract.
if (!globalOptions.coverage) {
  describe("Gas", () => {
    let measured: Measurements;

    before(async function () {
      measured = await measure();
    });

    it("is what the baseline says, to the unit", async () => {
      expect(measured).to.deep.equal(await readBaseline("osaka"));
    });

    it("meets every mark, and every contract can be deployed", () => {
      expect(markFaults(measured)).to.deep.equal([]);
    });
  });
}
