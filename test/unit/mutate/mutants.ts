import { expect } from "chai";
import { functionOf, mutantsOf, mutated, nameOf } from "../../../scripts/mutate/mutants.js";

const SOURCE = `contract Box {
    // if (a < b) is not code
    function _take(uint256 a, uint256 b) internal {
        if (a < b && a != 0) revert Short(a);
    }
}`;

describe("mutate, mutants of a source", () => {
  const mutants = mutantsOf("contracts/Box.sol", SOURCE);

  it("changes one place at a time, and no comment", () => {
    expect(mutants.map(({ to }) => to.trim())).to.deep.equal([
      "if (a <= b && a != 0) revert Short(a);",
      "if (a < b && a == 0) revert Short(a);",
      "if (a < b || a != 0) revert Short(a);",
      "",
    ]);
    const [first] = mutants;
    if (first === undefined) throw new Error("no mutant");
    expect(mutated(first, SOURCE)).to.equal(SOURCE.replace("if (a < b && a", "if (a <= b && a"));
  });

  it("gives each a name of its own, and finds its function", () => {
    expect(new Set(mutants.map(nameOf)).size).to.equal(mutants.length);
    expect(mutants.map((mutant) => functionOf(mutant, SOURCE))).to.deep.equal(["take", "take", "take", "take"]);
  });
});
