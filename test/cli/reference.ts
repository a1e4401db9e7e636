import { expect } from "chai";
import { readFileSync } from "node:fs";
import { createProgram } from "../../packages/cli/src/program.js";
import { CLI_REFERENCE, commandLineReference } from "../../scripts/docs/commandLine.js";

describe("cli: reference", () => {
  it("is what the program offers; npm run docs:cli writes it anew", () => {
    expect(readFileSync(CLI_REFERENCE, "utf8")).to.equal(commandLineReference(createProgram(false)));
  });
});
