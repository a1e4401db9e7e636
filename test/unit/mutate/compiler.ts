import { expect } from "chai";
import { readFileSync } from "node:fs";
import { CompileError, Compiler } from "../../../scripts/mutate/compiler.js";

const FILE = "contracts/PaymentBatch.sol";
const SOURCE = readFileSync(FILE, "utf8");

describe("mutate, compiler", () => {
  const compiler = new Compiler();

  it("gives the same code when only a comment changes, and other code when an operator does", () => {
    const { bytecode } = compiler.original(FILE, "fast");
    const commented = new Map([[FILE, `// Another comment.\n${SOURCE}`]]);
    const changed = new Map([[FILE, SOURCE.replace("gasleft() < needed", "gasleft() > needed")]]);
    expect(compiler.compile(FILE, "fast", commented).bytecode).to.equal(bytecode);
    expect(compiler.compile(FILE, "fast", changed).bytecode).not.to.equal(bytecode);
  });

  it("throws when the source does not compile", () => {
    const broken = new Map([[FILE, SOURCE.replace("gasleft() < needed", "gasleft() < needless")]]);
    expect(() => compiler.compile(FILE, "fast", broken)).to.throw(CompileError, "needless");
  });

  it("finds all contracts that a file may change, through bases, types and libraries", () => {
    expect(compiler.dependents("contracts/governance/GovernorQuorumFloor.sol")).to.include("contracts/ServiceDAO.sol");
    expect(compiler.dependents("contracts/hub/HubBase.sol")).to.deep.equal(["contracts/PaymentHub.sol"]);
    expect(compiler.dependents("contracts/types/Terms.sol")).to.include.members([
      "contracts/PaymentHub.sol",
      "contracts/mocks/HubTypesHarness.sol",
    ]);
  });
});
